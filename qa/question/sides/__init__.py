"""Whether a question asks for several who say otherwise, and who they are."""
