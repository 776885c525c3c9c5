"""From evidence to an `Answer`: statements that stand on quotes, verified and numbered."""
