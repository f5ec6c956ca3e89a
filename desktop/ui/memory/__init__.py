"""The parts of the page “Memory”, one file each."""
