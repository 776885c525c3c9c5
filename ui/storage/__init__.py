"""What the page keeps in the home: answers and conversations, ratings, added files."""
