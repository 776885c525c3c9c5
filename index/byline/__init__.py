"""Who published an article, who wrote it, and when; and what "on Tuesday" means in it."""
