"""What a conversation asks of the last answer, and several questions asked at once."""
