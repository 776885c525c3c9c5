"""Questions that a collection invites, and what was found in it."""
