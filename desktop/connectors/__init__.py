"""The owner's own servers and folders. Free of Qt; the only place here that may open a socket."""
