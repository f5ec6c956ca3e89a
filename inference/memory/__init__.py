"""What Tacit keeps of what it is told, and how it finds what bears on a task."""
