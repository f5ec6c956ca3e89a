"""Quick ways to what took the place of a memory, and to what waits, where there are very many."""

VERSION = 8

STATEMENTS = """
CREATE INDEX memory_replaced ON memory(replaced_by);
CREATE INDEX memory_state ON memory(state);
"""
