"""What a document says, in short, with the page where it says so."""
