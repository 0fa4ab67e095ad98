"""What a credential may do, why it was refused, and what the smallest change would be."""
