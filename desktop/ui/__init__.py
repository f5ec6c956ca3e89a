"""Windows, pages and dialogs: one file each, no logic."""
