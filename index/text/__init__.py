"""The text of an article: lines, sentences, what is boilerplate, headline and byline; cut into
passages."""
