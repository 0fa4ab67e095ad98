"""What cells print, return, raise and draw."""

from base64 import encodebytes
from collections.abc import Callable, Mapping
from html import escape
from pprint import pformat
from typing import Any

from tests.planting import picture
from tests.planting.notebook import Cell, code, displayed, error, lines, result, stream
from tests.planting.place import Planting, cut, places_of

__all__ = ["PLACES"]

LATEX = {"_": r"\_", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "{": r"\{", "}": r"\}"}


def _stdout(p: Planting) -> Cell:
    return code("print(head)", outputs=[stream(f"sent 3 links\nheader: {p.text}\ndone\n")])


def _stderr(p: Planting) -> Cell:
    text = f"2026-11-02 10:00:01 DEBUG request headers={{'x-api-key': '{p.line}'}} retry=0\n"
    return code(outputs=[stream(text, name="stderr")])


def _repr(p: Planting) -> Cell:
    return code("value", outputs=[result(repr(p.text))])


def _record(p: Planting) -> Cell:
    record = {"id": 12, p.name: p.key, "scopes": ["links:read", "links:create"], "active": True}
    return code("record", outputs=[result(pformat(record, width=60))])


def _bytes(p: Planting) -> Cell:
    return code("body", outputs=[result(repr(b"\x00\x9f" + p.text.encode() + b"\xff\n"))])


def _object(p: Planting) -> Cell:
    return code("app", outputs=[result(f"Client(url='/', {p.name}={p.key!r}, timeout=3)")])


def _columns(p: Planting) -> Cell:
    return code("table", outputs=[result(f"   id  name  value\n0   7  bot   {p.line}\n1   8  app")])


def _html(p: Planting) -> Cell:
    cells = f"<td>links-bot</td><td>{escape(p.text)}</td>"
    return code(outputs=[displayed("text/html", lines(f"<table>\n<tr>{cells}</tr>\n</table>"))])


def _html_attribute(p: Planting) -> Cell:
    return code(
        outputs=[displayed("text/html", f'<input type="text" value="{escape(p.text)}" size=9>')]
    )


def _html_script(p: Planting) -> Cell:
    return code(
        outputs=[displayed("text/html", f"<script>var value = {p.text!r};\nstart()</script>")]
    )


def _json(p: Planting) -> Cell:
    return code(outputs=[displayed("application/json", {"items": [{p.name: p.key}], "total": 1})])


def _json_name(p: Planting) -> Cell:
    return code(outputs=[displayed("application/json", {"by_key": {p.text: {"links": 3}}})])


def _plot(p: Planting) -> Cell:
    figure = {"data": [{"x": [1, 2], "hovertext": [f"sent with {p.line}"]}], "layout": {}}
    return code(outputs=[displayed("application/vnd.plotly.v1+json", figure)])


def _script(p: Planting) -> Cell:
    return code(outputs=[displayed("application/javascript", f'window.value = "{p.line}";')])


def _markdown(p: Planting) -> Cell:
    return code(outputs=[displayed("text/markdown", f"**Your key**: `{p.line}`")])


def _svg(p: Planting) -> Cell:
    drawn = f'<svg width="300"><g><text x="4" y="9">{escape(p.line)}</text></g></svg>'
    return code(outputs=[displayed("image/svg+xml", drawn)])


def _svg_spans(p: Planting) -> Cell:
    spans = "".join(f'<tspan dy="0">{escape(part)}</tspan>' for part in cut(p, count=3))
    return code(outputs=[displayed("image/svg+xml", f'<svg><text x="1">{spans}</text></svg>')])


def _latex(p: Planting) -> Cell:
    escaped = "".join(LATEX.get(character, character) for character in p.line)
    return code(outputs=[displayed("text/latex", rf"$$\texttt{{{escaped}}}$$")])


def _error(p: Planting) -> Cell:
    trace = ["Traceback (most recent call last)", f"File <ipython-input-2>:1\n    send({p.text!r})"]
    return code(outputs=[error(value="401", traceback=trace)])


def _error_value(p: Planting) -> Cell:
    return code(outputs=[error(value=f"bad key: {p.text}", traceback=["HTTPStatusError"])])


def _page(p: Planting) -> Cell:
    return code(
        "connect?", outputs=[result(f"\x1b[31mSignature:\x1b[39m connect({p.name}={p.key!r})")]
    )


def _png(chunks: Callable[[str], Mapping[bytes, bytes]]) -> Callable[[Planting], Cell]:
    def build(p: Planting) -> Cell:
        drawn = picture.png(chunks(p.text), rng=p.rng, side=24)
        return code(outputs=[displayed("image/png", encodebytes(drawn).decode())])

    return build


def _other_mime(p: Planting) -> Cell:
    value: dict[str, Any] = {"version": 3, "state": {"deep": [[{"text": p.text}]]}}
    return code(outputs=[displayed("application/vnd.acme.view+json", value)])


PLACES = tuple(
    places_of(
        "outputs",
        {
            "stdout": _stdout,
            "stderr": _stderr,
            "repr": _repr,
            "record": _record,
            "bytes-repr": _bytes,
            "object": _object,
            "columns": _columns,
            "html": _html,
            "html-attribute": _html_attribute,
            "html-script": _html_script,
            "json": _json,
            "json-name": _json_name,
            "plot": _plot,
            "script": _script,
            "markdown": _markdown,
            "svg": _svg,
            "svg-spans": _svg_spans,
            "latex": _latex,
            "error": _error,
            "error-value": _error_value,
            "page": _page,
            "png-text": _png(picture.text),
            "png-compressed": _png(picture.compressed_text),
            "png-international": _png(picture.international_text),
            "other-mime": _other_mime,
        },
    )
)
