"""The AI weights: what there is to choose from, what this machine can run, what is installed.

Nothing here knows the vault, the engines or Qt. Only `download` opens sockets.
"""
