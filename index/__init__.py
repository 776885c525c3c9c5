"""Articles in, passages stored. Start reading at `ingest.py`."""
