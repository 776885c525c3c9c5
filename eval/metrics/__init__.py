"""How an answer, a ranking or a run is judged."""
