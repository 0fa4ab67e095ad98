"""Objects and lists that write through: `builder.body["utm"]["source"] = "x"` reaches the form."""

from collections.abc import Callable, Iterator, MutableMapping, MutableSequence
from typing import Any, SupportsIndex

__all__ = ["LiveList", "LiveObject", "live", "plain"]

Changed = Callable[[], None]


def live(value: Any, changed: Changed) -> Any:
    """Return *value*, with objects and lists wrapped so that a change calls *changed*."""
    if isinstance(value, dict):
        return LiveObject(value, changed)
    return LiveList(value, changed) if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """Return *value* as plain dicts and lists, sharing nothing with it."""
    if isinstance(value, MutableMapping | dict):
        return {name: plain(value[name]) for name in value}
    if isinstance(value, MutableSequence | list | tuple):
        return [plain(one) for one in value]
    return value


class LiveObject(MutableMapping[str, Any]):
    """A JSON object; what it gives back is live too."""

    def __init__(self, inside: dict[str, Any], changed: Changed) -> None:
        self._inside = inside
        self._changed = changed

    def __getitem__(self, name: str) -> Any:
        return live(self._inside[name], self._changed)

    def __setitem__(self, name: str, value: Any) -> None:
        self._inside[name] = plain(value)
        self._changed()

    def __delitem__(self, name: str) -> None:
        del self._inside[name]
        self._changed()

    def __iter__(self) -> Iterator[str]:
        return iter(self._inside)

    def __len__(self) -> int:
        return len(self._inside)

    def __repr__(self) -> str:
        return repr(self._inside)


class LiveList(MutableSequence[Any]):
    """A JSON array; what it gives back is live too."""

    def __init__(self, inside: list[Any], changed: Changed) -> None:
        self._inside = inside
        self._changed = changed

    def __getitem__(self, index: Any) -> Any:
        return live(self._inside[index], self._changed)

    def __setitem__(self, index: Any, value: Any) -> None:
        self._inside[index] = plain(value)
        self._changed()

    def __delitem__(self, index: SupportsIndex | slice) -> None:
        del self._inside[index]
        self._changed()

    def __len__(self) -> int:
        return len(self._inside)

    def __eq__(self, other: object) -> bool:
        return self._inside == (other._inside if isinstance(other, LiveList) else other)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return repr(self._inside)

    def insert(self, index: int, value: Any) -> None:
        """Put *value* before *index*."""
        self._inside.insert(index, plain(value))
        self._changed()
