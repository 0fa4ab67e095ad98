"""Files of any kind: which ones are meant, what the guard finds in them, and how that is told."""
