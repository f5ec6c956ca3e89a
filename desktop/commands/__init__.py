"""The subjects of the `tacit` command, one file each."""
