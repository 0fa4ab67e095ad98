"""The redactor without a browser: the same rows as text and as a table, nothing that varies."""

from collections.abc import Iterator, Sequence

from playground.guard import Judged
from playground.table import html_table, text_table

__all__ = ["headline", "html", "place", "text"]

_COLUMNS = ("Place", "Key", "Begins", "Verdict")
_PARTS = {"source": "", "outputs": ", output", "metadata": ", metadata"}
_VERDICTS = {"ban": "stops the save", "warn": "warning", "allow": "may be saved"}


def place(judged: Judged) -> str:
    """Return where the key stands: "Cell 3, output, line 2"; cells count from 1."""
    where = judged.finding.place
    if where.cell is None:
        return f"The notebook's {where.part}"
    part = _PARTS.get(where.part, f", {where.part.removesuffix('s')}")
    return f"Cell {where.cell + 1}{part}, line {judged.finding.line}"


def headline(name: str, judged: Sequence[Judged]) -> str:
    """Return how many keys the notebook called *name* holds, and at how many places."""
    worrying = [one for one in judged if one.verdict != "allow"]
    count = len({one.finding.fingerprint for one in worrying})
    places = f" at {len(worrying)} places" if len(worrying) > count else ""
    return f"{count} {'key' if count == 1 else 'keys'}{places} in {name}"


def text(name: str, judged: Sequence[Judged]) -> str:
    """Return one line a key, in aligned columns."""
    return text_table(headline(name, judged), _COLUMNS, list(_rows(judged)))


def html(name: str, judged: Sequence[Judged]) -> str:
    """Return a table that a screen reader can walk and an untrusted notebook shows."""
    return html_table(headline(name, judged), _COLUMNS, list(_rows(judged)))


def _rows(judged: Sequence[Judged]) -> Iterator[tuple[str, ...]]:
    for one in judged:
        finding = one.finding
        hidden = f" (in {', '.join(finding.via)})" if finding.via else ""
        verdict = f"{_VERDICTS[one.verdict]}: {one.reason}"
        yield place(one), f"{finding.kind.name}{hidden}", finding.preview, verdict
