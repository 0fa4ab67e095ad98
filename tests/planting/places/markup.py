"""Keys in HTML, LaTeX, terminal codes and pictures, as tools write them."""

from base64 import b64encode
from html import escape
import json
from urllib.parse import quote

from tests.planting import picture
from tests.planting.notebook import Cell, code, displayed, lines, markdown, stream
from tests.planting.place import Planting, cut, places_of

__all__ = ["PLACES"]

MARKS = ("\u200e", "\u200f", "\ufe0f", "\u2063", "\u202a")


def _html(text: str) -> Cell:
    return code(outputs=[displayed("text/html", f"<div>Your key: {text}</div>")])


def _highlighted(p: Planting) -> Cell:
    parts = [escape(part, quote=True).replace("'", "&#39;") for part in cut(p, count=4)]
    spans = "".join(f'<span class="s{n}">{part}</span>' for n, part in enumerate(parts))
    return _html(f'<div class="highlight"><pre><span class="n">value</span> = {spans}</pre></div>')


def _nested_tags(p: Planting) -> Cell:
    first, middle, last = map(escape, cut(p, count=3))
    return _html(f'<a href="#"><i>{first}<em title="a > b">{middle}</em></i><u>{last}</u></a>')


def _comment_inside(p: Planting) -> Cell:
    return _html("<!-- -->".join(map(escape, cut(p, count=3))))


def _commented(p: Planting) -> Cell:
    return _html(f"nothing <!-- value: {p.line} --> to see")


def _self_closed(p: Planting) -> Cell:
    return _html("<wbr />".join(map(escape, cut(p, count=3))) + "<br>")


def _all_entities(p: Planting) -> Cell:
    return _html("".join(f"&#x{ord(character):x};" for character in p.text))


def _padded_entities(p: Planting) -> Cell:
    return _html("".join(c if c.isalnum() else f"&#{ord(c):05d};" for c in p.text))


def _link(p: Planting) -> Cell:
    return _html(f'<a href="/links?limit=2&amp;k={quote(p.text, safe="")}">links</a>')


def _data_attribute(p: Planting) -> Cell:
    value = escape(json.dumps({"n": 1, "value": p.text}))
    return _html(f"<div data-settings='{value}'></div>")


def _srcdoc(p: Planting) -> Cell:
    return _html(f'<iframe srcdoc="{escape("<b>" + escape(p.text) + "</b>")}"></iframe>')


def _data_uri(p: Planting) -> Cell:
    page = b64encode(f"<p>{p.text}</p>".encode()).decode()
    return _html(f'<iframe src="data:text/html;base64,{page}"></iframe>')


def _in_markdown(p: Planting) -> Cell:
    first, last = map(escape, cut(p))
    return markdown(f"<div>\n<code>{first}<wbr>{last}</code></div>\n")


def _picture_in_html(p: Planting) -> Cell:
    drawn = b64encode(picture.png(picture.text(p.text), rng=p.rng)).decode()
    return _html(f'<img src="data:image/png;base64,{drawn}">')


def _picture_in_markdown(p: Planting) -> Cell:
    drawn = b64encode(picture.png(picture.compressed_text(p.text), rng=p.rng)).decode()
    return markdown(f"![plot](data:image/png;base64,{drawn})\n")


def _picture_lines(p: Planting) -> Cell:
    drawn = b64encode(picture.png(picture.text(p.text), rng=p.rng, side=40)).decode()
    return code(
        outputs=[displayed("image/png", [drawn[at : at + 76] for at in range(0, len(drawn), 76)])]
    )


def _picture_late(p: Planting) -> Cell:
    drawn = picture.png({}, rng=p.rng, side=30, after=picture.packed_international_text(p.text))
    return code(outputs=[displayed("image/png", b64encode(drawn).decode() + "\n")])


def _latex_text(p: Planting) -> Cell:
    escaped = p.line.replace("\\", r"\textbackslash{}")
    for character in "_$&%#":
        escaped = escaped.replace(character, "\\" + character)
    tabular = ["\\begin{tabular}{ll}\n", f"value & {escaped} \\\\\n", "\\end{tabular}"]
    return code(outputs=[displayed("text/latex", tabular)])


def _latex_math(p: Planting) -> Cell:
    escaped = p.line.replace("_", r"\_").replace("$", r"\$")
    return markdown(rf"The key is $\text{{{escaped}}}$." + "\n")


def _hyperlink(p: Planting) -> Cell:
    first, last = cut(p)
    opened, closed = "\x1b]8;;http://localhost/\x1b\\", "\x1b]8;;\x1b\\"
    return code(outputs=[stream(f"key: {first}{opened}{last}{closed}\n")])


def _each_coloured(p: Planting) -> Cell:
    coloured = "".join(f"\x1b[38;2;{n};9;9m{c}" for n, c in enumerate(p.line[:250]))
    return code(outputs=[stream(f"{coloured}\x1b[0m{p.line[250:]}\n")])


def _erased(p: Planting) -> Cell:
    first, last = cut(p)
    return code(outputs=[stream(f"\rloading 99%\r\x1b[2K{first}\x1b[K{last}\n")])


def _marks(p: Planting) -> Cell:
    return _html("".join(part + p.rng.choice(MARKS) for part in cut(p, count=3)))


def _listed_html(p: Planting) -> Cell:
    table = f"<table>\n  <tr>\n    <td>{escape(p.text)}</td>\n  </tr>\n</table>"
    return code(outputs=[displayed("text/html", lines(table))])


PLACES = tuple(
    places_of(
        "markup",
        {
            "highlighted": _highlighted,
            "nested-tags": _nested_tags,
            "comment-inside": _comment_inside,
            "commented": _commented,
            "self-closed": _self_closed,
            "all-entities": _all_entities,
            "padded-entities": _padded_entities,
            "link": _link,
            "data-attribute": _data_attribute,
            "srcdoc": _srcdoc,
            "data-uri": _data_uri,
            "in-markdown": _in_markdown,
            "picture-in-html": _picture_in_html,
            "picture-in-markdown": _picture_in_markdown,
            "picture-lines": _picture_lines,
            "picture-late": _picture_late,
            "latex-table": _latex_text,
            "latex-math": _latex_math,
            "hyperlink": _hyperlink,
            "each-coloured": _each_coloured,
            "erased": _erased,
            "marks": _marks,
            "listed-html": _listed_html,
        },
    )
)
