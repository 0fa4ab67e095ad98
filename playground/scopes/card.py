"""A judgement as a card: the same headings and words in a cell, as text and in the builder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from playground.scopes.decision import Certainty
from playground.scopes.rule import Rule
from playground.table import Prose, prose_html

if TYPE_CHECKING:
    from playground.scopes.explanation import Explanation

__all__ = ["Line", "Row", "html", "rows", "text"]

NOT_THE_REASON = "not the reason"
_INFERRED = " [inferred]"
# The key itself is refused, or aims elsewhere: no other requirement would have helped.
_BESIDE_SCOPES = frozenset(
    {
        Rule.MALFORMED,
        Rule.UNKNOWN,
        Rule.DISABLED,
        Rule.EXPIRED,
        Rule.WRONG_ENVIRONMENT,
        Rule.WRONG_WORKSPACE,
        Rule.RATE_LIMIT,
        Rule.PLAN_GATE,
    }
)
_SURE: Mapping[Certainty, str] = {
    Certainty.SERVER_SAID: "The server said so",
    Certainty.DOCUMENT_SAYS: "The document leads one to expect it",
    Certainty.INFERRED: "It is inferred, not said",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence with code between backticks, perhaps the sandbox's assumption."""

    words: str
    is_inferred: bool = False

    def __str__(self) -> str:
        return self.words + _INFERRED * self.is_inferred


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A heading and its lines; what is aside is true, and not why the answer is what it is."""

    term: str
    lines: tuple[Line, ...]
    is_aside: bool = False


def rows(explanation: "Explanation") -> tuple[Row, ...]:
    """Return the rows of *explanation*, those that are aside last."""
    return tuple(sorted(_rows(explanation), key=lambda row: row.is_aside))


def _rows(told: "Explanation") -> Iterator[Row]:
    is_aside = told.rule in _BESIDE_SCOPES
    yield _row("Operation", f"`{told.operation_id}`")
    if told.added:
        yield _row("Sent along", told.added)
    several = "Requires one of" if len(told.requires) > 1 else "Requires"
    lines = tuple(map(_marked, told.requires)) or (Line(words="nothing"),)
    yield Row(term=several, lines=lines, is_aside=is_aside)
    if told.has_key:
        yield Row(term="This key holds", lines=tuple(_held(told)), is_aside=is_aside)
    if told.smallest_change:
        is_inferred = bool(told.missing) and told.provenance == "inferred"
        change = Line(words=told.smallest_change, is_inferred=is_inferred)
        yield Row(term="Smallest change", lines=(change,))
    yield _row("How certain", _sureness(told, is_aside=is_aside))


def _row(term: str, words: str) -> Row:
    return Row(term=term, lines=(Line(words=words),))


def _marked(words: str) -> Line:
    return Line(words=words.removesuffix(_INFERRED), is_inferred=_is_inferred(words))


def _is_inferred(words: str) -> bool:
    return words.endswith(_INFERRED)


def _held(told: "Explanation") -> Iterator[Line]:
    """Yield the scopes that imply nothing further in one line, each other one in its own."""
    if told.grants is None:
        yield Line(words="unknown")
        return
    plain = " ".join(f"`{scope}`" for scope, implied in told.grants if not implied)
    if plain or not told.grants:
        yield Line(words=plain or "nothing")
    for scope, implied in told.grants:
        if implied:
            listed = ", ".join(f"`{one}`" for one in implied)
            yield Line(words=f"`{scope}`, which implies {listed}")


def _sureness(told: "Explanation", *, is_aside: bool) -> str:
    published = "" if is_aside else _published(told)
    return _SURE[told.certainty] + (f"; {published}." if published else ".")


def _published(told: "Explanation") -> str:
    """Return how much of the requirement is published; its lines tell which."""
    inferred = sum(map(_is_inferred, told.requires))
    documented = len(told.requires) - inferred
    if inferred and documented:
        are = "is" if documented == 1 else "are"
        return f"{documented} of {len(told.requires)} alternatives {are} documented"
    return "" if told.provenance == "unmarked" else f"the requirement is {told.provenance}"


def text(headline: str, lines: Sequence[Row]) -> str:
    """Return the card as plain text, a line for each row."""
    return "\n".join([headline, *map(_as_text, lines)])


def _as_text(row: Row) -> str:
    glue = "; or " if row.term.startswith("Requires") else "; "
    aside = f" ({NOT_THE_REASON})" if row.is_aside else ""
    return f"{row.term}{aside}: {glue.join(map(str, row.lines))}"


# Colours that stand out on a light page as on a dark one; the words take the page's own.
_EDGES = {True: "#2e8b57", False: "#d9534f", None: "#8a8a8a"}
_MARKS = {True: "✓", False: "✗", None: "?"}
_CARD = "border:1px solid #8a8a8a;border-radius:6px;padding:8px 14px;max-width:60em"
_CAPTION = "caption-side:top;text-align:left;font-weight:bold;padding:2px 0 6px"
_CELL = "text-align:left;vertical-align:top;padding:3px 14px 3px 0;background:none"
_TERM = "font-weight:normal;white-space:nowrap"
_LIST = "list-style:none;margin:0;padding:0"


def html(headline: str, lines: Sequence[Row], *, allowed: bool | None) -> str:
    """Return the card as a table that stays readable where a page takes its styles away."""
    body = "".join(_as_html(row) for row in lines)
    caption = f"{_MARKS[allowed]} {prose_html(headline)}"
    return (
        f'<div class="jp-playground-card" style="{_CARD};border-left:4px solid {_EDGES[allowed]}">'
        f'<table style="margin:0"><caption style="{_CAPTION}">{caption}</caption>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _as_html(row: Row) -> str:
    inside = _listed(row.lines)
    if row.is_aside:
        inside = f"<details><summary>{NOT_THE_REASON}</summary>{inside}</details>"
    return (
        f'<tr style="background:none"><th scope="row" style="{_CELL};{_TERM}">'
        f'{escape(row.term)}</th><td style="{_CELL}">{inside}</td></tr>'
    )


def _listed(lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        return _line(lines[0])
    items = "".join(f"<li>{_line(line)}</li>" for line in lines)
    return f'<ul style="{_LIST}">{items}</ul>'


def _line(line: Line) -> str:
    mark = " <em>inferred</em>" if line.is_inferred else ""
    return prose_html(Prose(line.words)) + mark
