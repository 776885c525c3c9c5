"""Training, exporting and scoring the evidence model (`qa/evidence/evidence_model.py` only reads
with it).

Run in this order: `train`, `export`, `score`. Nothing here is needed to use Dateline.
"""
