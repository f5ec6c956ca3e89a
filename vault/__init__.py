"""What remembers: one encrypted file, its keys, its search and its log.

Knows neither the engines nor the weights: an embedder or a clock is handed in.
"""
