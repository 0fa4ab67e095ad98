"""Keys that were left lying around: histories, checkpoints, stores and temporary files."""
