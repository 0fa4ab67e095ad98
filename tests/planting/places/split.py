"""Keys with something inside them: tags, colours, line ends, invisible characters, list items."""

from collections.abc import Callable
from html import escape

from tests.planting.notebook import Cell, code, displayed, error, markdown, result, stream
from tests.planting.place import Planting, cut, pieces, places_of

__all__ = ["PLACES"]

INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "_": "&lowbar;"}


def _html(text: str) -> Cell:
    return code(outputs=[displayed("text/html", f"<p>Your key: {text}</p>")])


def _wbr(p: Planting) -> Cell:
    return _html("<wbr>".join(map(escape, cut(p, count=4))))


def _breaks(p: Planting) -> Cell:
    return _html("<br>".join(map(escape, cut(p))))


def _spans(p: Planting) -> Cell:
    first, middle, last = map(escape, cut(p, count=3))
    return _html(f'<span class="s1">{first}</span><span class="o">{middle}</span>{last}')


def _bold(p: Planting) -> Cell:
    first, last = map(escape, cut(p))
    return _html(f"<code>{first}<b style='color: red'>{last}</b></code>")


def _shy(p: Planting) -> Cell:
    return _html("&shy;".join(map(escape, cut(p, count=3))))


def _entity(character: str, p: Planting) -> str:
    if character.isalnum() and p.rng.random() < 0.8:
        return character
    forms = [f"&#{ord(character)};", f"&#x{ord(character):X};", ENTITIES.get(character, "")]
    return p.rng.choice([form for form in forms if form])


def _entities(p: Planting) -> Cell:
    return _html("".join(_entity(character, p) for character in p.text))


def _coloured(p: Planting) -> str:
    first, *rest = cut(p, count=4)
    codes = ("\x1b[31m", "\x1b[38;5;241m", "\x1b[0m\x1b[1;32m")
    return first + "".join(code + part for code, part in zip(codes, rest, strict=False)) + "\x1b[0m"


def _ansi_traceback(p: Planting) -> Cell:
    trace = ["\x1b[31mHTTPStatusError\x1b[39m", f"----> 1 send(\x1b[33m'{_coloured(p)}'\x1b[39m)"]
    return code(outputs=[error(value="403", traceback=trace)])


def _ansi_stream(p: Planting) -> Cell:
    return code(outputs=[stream(f"key = {_coloured(p)}\n")])


def _invisible(p: Planting) -> str:
    return "".join(part + p.rng.choice(INVISIBLE) for part in cut(p, count=4))


def _invisible_code(p: Planting) -> Cell:
    literal = _invisible(p).replace('"', '\\"').replace("\n", "\\n")
    return code(f'value = "{literal}"\nprint(1)')


def _invisible_markdown(p: Planting) -> Cell:
    return markdown(f"Copy {_invisible(p)} from the page.\n")


def _wrapped(p: Planting, *, before: str, width: int) -> str:
    """Return the text hard-wrapped at *width* columns, so that the key straddles a line end."""
    start = len(p.text) - len(p.key)
    inside = p.rng.randrange(1, max(min(width, len(p.key)), 2))
    line = before + "." * max(width - len(before) - start - inside, 1) + " " + p.text
    return "\n".join(line[at : at + width] for at in range(0, len(line), width)) + "\n"


def _wrapped_stream(p: Planting) -> Cell:
    return code(outputs=[stream(_wrapped(p, before="sent with key ", width=80))])


def _wrapped_result(p: Planting) -> Cell:
    return code(outputs=[result(_wrapped(p, before="", width=60) + "end")])


def _wrapped_prose(p: Planting) -> Cell:
    before = "The key that the campaign robot uses on weekdays is "
    return markdown(_wrapped(p, before=before, width=72) + "\nAsk before you use it.\n")


def _items(p: Planting, text: str) -> list[str]:
    return pieces(text, p.rng, count=9)


def _source_items(p: Planting) -> Cell:
    return code(_items(p, f"value = {p.text!r}\nprint(1)\n"))


def _stream_items(p: Planting) -> Cell:
    return code(outputs=[stream(_items(p, f"got {p.text}\n"))])


def _html_items(p: Planting) -> Cell:
    return code(outputs=[displayed("text/html", _items(p, f"<td>{escape(p.text)}</td>\n"))])


def _chunks(p: Planting) -> Cell:
    first, *rest = cut(p, count=3)
    return code(outputs=[stream(f"token: {first}"), *map(stream, rest), stream("\nend\n")])


def _chunks_between(p: Planting) -> Cell:
    first, last = cut(p)
    warning = stream("UserWarning: slow\n", name="stderr")
    return code(outputs=[stream(f"token: {first}"), warning, stream(f"{last}\nend\n")])


SPLIT: dict[str, Callable[[Planting], Cell]] = {
    "wbr": _wbr,
    "breaks": _breaks,
    "spans": _spans,
    "bold": _bold,
    "soft-hyphen": _shy,
    "entities": _entities,
    "ansi-traceback": _ansi_traceback,
    "ansi-stream": _ansi_stream,
    "zero-width-code": _invisible_code,
    "zero-width-markdown": _invisible_markdown,
    "wrapped-stream": _wrapped_stream,
    "wrapped-result": _wrapped_result,
    "wrapped-prose": _wrapped_prose,
    "source-items": _source_items,
    "stream-items": _stream_items,
    "html-items": _html_items,
    "stream-chunks": _chunks,
    "stream-chunks-between": _chunks_between,
}

PLACES = tuple(places_of("split", dict(SPLIT)))
