"""What was sent in a session, newest last, without the value of any key."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import overload

from playground.exchange import Exchange
from playground.table import html_table, text_table

__all__ = ["History"]

_COLUMNS = ("#", "Operation", "Request", "Key", "Answer")
_LONGEST = 200


class History(Sequence[Exchange]):
    """The last exchanges of a session; `append` may be called from any thread."""

    def __init__(self, exchanges: Iterable[Exchange] = (), *, longest: int = _LONGEST) -> None:
        self._exchanges = deque(exchanges, maxlen=longest)

    def append(self, exchange: Exchange) -> None:
        """Add *exchange*; the oldest goes when there are too many."""
        self._exchanges.append(exchange)

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> list[Exchange]: ...
    def __getitem__(self, index: int | slice) -> Exchange | list[Exchange]:
        return list(self._exchanges)[index]

    def __len__(self) -> int:
        return len(self._exchanges)

    def __repr__(self) -> str:
        return text_table(self._caption, _COLUMNS, self._rows())

    def _repr_html_(self) -> str:
        return html_table(self._caption, _COLUMNS, self._rows())

    @property
    def _caption(self) -> str:
        return "What was sent, oldest first" if self else "Nothing was sent yet"

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                str(number),
                exchange.operation_id,
                f"{exchange.request.method} {exchange.request.target}",
                exchange.key or "no key",
                exchange.response.line,
            )
            for number, exchange in enumerate(list(self._exchanges), start=1)
        ]
