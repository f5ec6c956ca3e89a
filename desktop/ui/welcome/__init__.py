"""The first run, a step per file; `frame.py` leads from one to the next."""
