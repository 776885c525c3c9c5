"""Questions drafted from a user's own articles, for a person to judge."""
