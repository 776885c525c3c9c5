"""The Gradio page: layout, wiring, and what a visitor does on it. Start reading at `app.py`."""
