"""Rarer notations of a key: bytes, octal, dumps, wrapped base64, encodings inside one another."""

from base64 import b64encode, encodebytes
import gzip
import json
from textwrap import indent, wrap
from urllib.parse import quote

from tests.planting.notebook import Cell, code, displayed, markdown, result, stream
from tests.planting.place import Planting, cut, places_of

__all__ = ["PLACES"]


def _value(expression: str) -> Cell:
    return code(f"value = {expression}\nsend(value)")


def _numbers(p: Planting) -> Cell:
    return _value(f"bytes({list(p.text.encode())})")


def _octal(p: Planting) -> Cell:
    return _value('"' + "".join(f"\\{ord(c):03o}" if ord(c) < 256 else c for c in p.text) + '"')


def _wide_escapes(p: Planting) -> Cell:
    return _value("'" + "".join(f"\\U{ord(character):08x}" for character in p.text) + "'")


def _upper_escapes(p: Planting) -> Cell:
    return _value("'" + "".join(f"\\x{byte:02X}" for byte in p.text.encode()) + "'")


def _escapes_joined(p: Planting) -> Cell:
    first, last = ("".join(f"\\x{byte:02x}" for byte in part.encode()) for part in cut(p))
    return _value(f"'{first}' + '{last}'")


def _spaced_hex(p: Planting) -> Cell:
    return _value(f"bytes.fromhex('{p.text.encode().hex(' ')}')")


def _hex_number(p: Planting) -> Cell:
    return code(outputs=[result("0x" + p.text.encode().hex())])


def _hex_escaped_json(p: Planting) -> Cell:
    text = "".join(f"\\u{ord(c):04X}" if not c.isalnum() else c for c in p.text)
    return code(outputs=[stream(f'{{"value": "{text}", "n": 1}}\n')])


def _wrapped_base64(p: Planting) -> Cell:
    body = encodebytes(json.dumps({"pad": "x" * 60, "value": p.text}).encode()).decode()
    return code(outputs=[stream(f"-- body --\n{body}-- end --\n")])


def _indented_base64(p: Planting) -> Cell:
    body = b64encode(f"some words before the key: {p.text}\n".encode()).decode()
    wrapped = indent("\n".join(wrap(body, 40)), "    ")
    return code(f'value = """\n{wrapped}\n"""\nsend(b64decode(value))')


def _base64_joined(p: Planting) -> Cell:
    body = b64encode(f"value={p.text}\n".encode()).decode()
    middle = len(body) // 2
    return _value(f'b64decode("{body[:middle]}" + "{body[middle:]}")')


def _base64_quoted(p: Planting) -> Cell:
    body = quote(b64encode(f"{p.text}?".encode()).decode(), safe="")
    return code(outputs=[stream(f"GET /login?state={body} 302\n")])


def _gzip_bytes(p: Planting) -> Cell:
    return _value(repr(gzip.compress(f"value: {p.text}\n".encode(), mtime=0)))


def _gzip_hex(p: Planting) -> Cell:
    packed = gzip.compress(f"value: {p.text}\n".encode(), mtime=0)
    return _value(f"gzip.decompress(bytes.fromhex('{packed.hex()}'))")


def _percent_lower(p: Planting) -> Cell:
    text = "".join(c if c.isalnum() else f"%{ord(c):02x}" for c in p.text)
    return markdown(f"[open](/login?key={text}#top)\n")


def _percent_twice(p: Planting) -> Cell:
    text = quote("".join(c if c.isalnum() else f"%{ord(c):02X}" for c in p.text), safe="")
    return code(outputs=[stream(f"GET /login?next=%2Flinks%3Fkey%3D{text} 302\n")])


def _form(p: Planting) -> Cell:
    return code(f'body = "grant=code&value={quote(p.text, safe="")}&n=1"')


def _json_in_html(p: Planting) -> Cell:
    text = json.dumps(json.dumps({"value": p.text}))
    return code(outputs=[displayed("text/html", f"<script>start(JSON.parse({text}))</script>")])


def _json_lines(p: Planting) -> Cell:
    rows = [json.dumps({"n": n, "value": p.text if n == 2 else "-"}) for n in range(4)]
    return code(outputs=[stream("\n".join(rows) + "\n")])


def _json_in_json(p: Planting) -> Cell:
    inner = json.dumps({"rows": [{"value": p.text}]})
    return code(outputs=[displayed("application/json", {"body": inner, "status": 200})])


def _repr_of_repr(p: Planting) -> Cell:
    return code(outputs=[result(repr(repr({"value": p.text}.items())))])


def _bytes_of_json(p: Planting) -> Cell:
    return code(outputs=[result(repr(json.dumps({"value": p.text, "ä": 1}).encode()))])


PLACES = tuple(
    places_of(
        "notations",
        {
            "numbers": _numbers,
            "octal": _octal,
            "wide-escapes": _wide_escapes,
            "upper-escapes": _upper_escapes,
            "escapes-joined": _escapes_joined,
            "spaced-hex": _spaced_hex,
            "hex-number": _hex_number,
            "escaped-in-json": _hex_escaped_json,
            "wrapped-base64": _wrapped_base64,
            "indented-base64": _indented_base64,
            "base64-joined": _base64_joined,
            "base64-quoted": _base64_quoted,
            "gzip-bytes": _gzip_bytes,
            "gzip-hex": _gzip_hex,
            "percent-lower": _percent_lower,
            "percent-twice": _percent_twice,
            "form": _form,
            "json-in-html": _json_in_html,
            "json-lines": _json_lines,
            "json-in-json": _json_in_json,
            "repr-of-repr": _repr_of_repr,
            "bytes-of-json": _bytes_of_json,
        },
    )
)
