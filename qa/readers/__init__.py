"""Who writes the answer: the article's own sentences, or a language model."""
