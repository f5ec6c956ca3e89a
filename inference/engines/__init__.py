"""Every model runs here, in a process of its own that can reach neither network nor vault."""
