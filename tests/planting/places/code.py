"""Source of cells: literals, every way of joining them, commands, prose."""

import json
from urllib.parse import quote

from tests.planting.notebook import Cell, code, markdown, raw
from tests.planting.place import Planting, cut, places_of

__all__ = ["PLACES"]


def _quoted(text: str) -> str:
    """Return a double-quoted literal, as a formatter writes it."""
    return json.dumps(text, ensure_ascii=False)


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _assigned(expression: str) -> Cell:
    return code(f"import httpx\n\nvalue = {expression}\nhttpx.get(url, headers=head(value))")


def _literal(p: Planting) -> Cell:
    return code(f"import httpx\n\n{p.name} = {p.key!r}\nprint(1)")


def _keyword(p: Planting) -> Cell:
    return code(f"service = connect(url, {p.name}={_quoted(p.key)}, timeout=3)")


def _entry(p: Planting) -> Cell:
    return code(f"settings = {{'url': url, {p.name!r}: {p.key!r}}}")


def _header(p: Planting) -> Cell:
    value = _quoted(f"Bearer {p.text}")
    return code(f'headers = {{"Authorization": {value}}}')


def _triple(p: Planting) -> Cell:
    return code(f'settings = """\nurl: /links\n{p.text}\n"""')


def _comment(p: Planting) -> Cell:
    return code("links = load()\n" + "".join(f"# {line}\n" for line in p.text.splitlines()))


def _environment(p: Planting) -> Cell:
    return code(f"%env {p.name.upper()}={p.key}".replace("\n", "\\n"))


def _shell(p: Planting) -> Cell:
    return code(f"!curl -s -H 'X-API-Key: {p.line}' /api/links | jq .")


def _shell_url(p: Planting) -> Cell:
    return code(f"!curl -s 'http://localhost:8080/api/links?k={quote(p.line, safe='')}&limit=2'")


def _bytes(p: Planting) -> Cell:
    return _assigned(repr(p.text.encode()))


def _formatted(p: Planting) -> Cell:
    return _assigned(f"f{_quoted(_braced(p.text))}")


def _formatted_part(p: Planting) -> Cell:
    first, last = map(_braced, cut(p))
    return _assigned(f"f{_quoted(first)} f{_quoted(last)}")


def _formatted_literal(p: Planting) -> Cell:
    first, middle, last = cut(p, count=3)
    if any(character in middle for character in "{}'\"\\\n"):
        return _assigned(f"f{_quoted(first)} + {_quoted(middle)} f{_quoted(last)}")
    whole = _braced(first) + "{'" + middle + "'}" + _braced(last)
    return _assigned(f"f{_quoted(whole)}")


def _implicit(p: Planting) -> Cell:
    return _assigned(" ".join(map(_quoted, cut(p))))


def _parentheses(p: Planting) -> Cell:
    return _assigned("(\n" + "".join(f"    {part!r}\n" for part in cut(p, count=3)) + ")")


def _plus(p: Planting) -> Cell:
    return _assigned(" + ".join(map(repr, cut(p, count=3))))


def _two_lines(p: Planting) -> Cell:
    return _assigned(" + \\\n    ".join(map(repr, cut(p))))


def _mixed_quotes(p: Planting) -> Cell:
    first, last = cut(p)
    return _assigned(f"{first!r} + {_quoted(last)}")


def _joined(p: Planting) -> Cell:
    return _assigned(f'"".join({cut(p, count=4)!r})')


def _joined_tuple(p: Planting) -> Cell:
    parts = ", ".join(map(_quoted, cut(p, count=3)))
    return _assigned(f"''.join(({parts}))")


def _added(p: Planting) -> Cell:
    first, last = cut(p)
    return _assigned(f"b{_quoted(first)} + b{_quoted(last)}" if p.text.isascii() else repr(p.text))


def _prose(p: Planting) -> Cell:
    return markdown(f"Log in with {p.line} and press *Send*.\n")


def _code_span(p: Planting) -> Cell:
    return markdown(f"## Set-up\n\nUse the key `{p.line}`, then run the cells below.\n")


def _fence(p: Planting) -> Cell:
    return markdown(f"```python\n{p.name} = {p.key!r}\n```\n")


def _link(p: Planting) -> Cell:
    return markdown(f"See [links](http://localhost:8080/links?k={quote(p.line, safe='')}).\n")


def _raw(p: Planting) -> Cell:
    return raw(f"export {p.name.upper()}={p.key}\n")


PLACES = (
    *places_of(
        "code",
        {
            "literal": _literal,
            "keyword": _keyword,
            "entry": _entry,
            "header": _header,
            "triple": _triple,
            "comment": _comment,
            "environment": _environment,
            "shell": _shell,
            "shell-url": _shell_url,
            "bytes": _bytes,
            "f-string": _formatted,
        },
    ),
    *places_of(
        "joined",
        {
            "f-string-parts": _formatted_part,
            "f-string-literal": _formatted_literal,
            "implicit": _implicit,
            "parentheses": _parentheses,
            "plus": _plus,
            "two-lines": _two_lines,
            "mixed-quotes": _mixed_quotes,
            "join-list": _joined,
            "join-tuple": _joined_tuple,
            "bytes-plus": _added,
        },
    ),
    *places_of(
        "prose",
        {"prose": _prose, "code-span": _code_span, "fence": _fence, "link": _link, "raw": _raw},
    ),
)
