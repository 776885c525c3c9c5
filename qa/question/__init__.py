"""What a question says: follow-ups, filters, dates, names, and which form of answer it asks for."""
