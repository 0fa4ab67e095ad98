"""The public side of a link: who opens it, which rule sends them where, what is remembered."""

__all__: list[str] = []
