"""One plain question asked of every article of a story, and how its answer went on."""
