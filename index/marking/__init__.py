"""What in a text is not the article's own prose, and is marked: boilerplate, headline, byline."""
