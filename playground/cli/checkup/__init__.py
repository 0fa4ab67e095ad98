"""Is every protection really on: each is tried with a sample key that is made up at that moment."""
