"""What `python3 run.py` does before Tacit exists: standard library only, one file per step.

Every step may be interrupted and run again; nothing half-done is ever taken for done.
"""
