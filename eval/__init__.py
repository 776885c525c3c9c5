"""How good are the answers? Question sets, metrics, the run and its report. Start at `run.py`."""
