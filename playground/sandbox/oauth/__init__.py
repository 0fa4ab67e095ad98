"""The sandbox's OAuth provider: a protocol core of pure functions over small ports."""
