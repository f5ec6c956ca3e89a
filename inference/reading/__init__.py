"""Reading files that come from outside: a file goes in, text with structure comes out."""
