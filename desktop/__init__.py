"""What shows and reaches out: windows, view models, connectors, audio, the command line."""
