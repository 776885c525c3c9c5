"""What the evidence model is trained on and scored with: rows of public sets, cut to examples.

Start at `mix.py`, one round of training; `data.py` reads the sets; `pack.py` writes rounds as
arrays for a GPU.
"""
