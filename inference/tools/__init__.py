"""What Tacit can do: typed functions with an effect, one file for each subject."""
