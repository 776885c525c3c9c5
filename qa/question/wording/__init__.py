"""How a question is worded: politely, at length, in talk; and the words that news uses for it."""
