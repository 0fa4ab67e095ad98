"""Literals and outputs that hold a key in another notation."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
import gzip
import json
from urllib.parse import quote

from tests.planting.notebook import Cell, code, result, stream
from tests.planting.place import Planting, places_of

__all__ = ["PLACES"]


def _value(expression: str) -> Cell:
    return code(f"value = {expression}\nsend(value)")


def _hex(p: Planting) -> Cell:
    return _value(f"bytes.fromhex('{p.text.encode().hex()}')")


def _hex_upper(p: Planting) -> Cell:
    return code(outputs=[stream(f"body: {p.text.encode().hex().upper()}\n")])


def _x(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in character.encode())


def _u(character: str) -> str:
    return f"\\u{ord(character):04x}"


def _backslash_x(p: Planting) -> Cell:
    return _value(f'b"{_x(p.text)}"')


def _backslash_u(p: Planting) -> Cell:
    return _value('"' + "".join(map(_u, p.text)) + '"')


def _some_escapes(p: Planting) -> Cell:
    kept = ((c if c.isalnum() and p.rng.random() < 0.7 else _u(c)) for c in p.text)
    return _value("'" + "".join(kept) + "'")


def _percent(p: Planting) -> Cell:
    return code(outputs=[stream(f"GET /links?k={quote(p.text, safe='')} 200\n")])


def _percent_all(p: Planting) -> Cell:
    encoded = "".join(f"%{byte:02X}" for byte in p.text.encode())
    return _value(f"unquote('{encoded}')")


def _base64(p: Planting, *, shift: int) -> str:
    before = "".join(p.rng.choices("abcdefgh", k=shift + 3 * p.rng.randrange(3)))
    return b64encode(f"{before}\n{p.text}\n".encode()).decode()


def _aligned(shift: int) -> Callable[[Planting], Cell]:
    return lambda p: _value(f"b64decode({_base64(p, shift=shift)!r})")


def _base64_alone(p: Planting) -> Cell:
    return code(outputs=[result(repr(b64encode(p.text.encode())))])


def _base64_url(p: Planting) -> Cell:
    text = urlsafe_b64encode(json.dumps({"n": "??>>", "value": p.text}).encode()).decode()
    return _value(repr(text.rstrip("=")))


def _basic(p: Planting) -> Cell:
    return code(
        outputs=[stream(f"> Authorization: Basic {b64encode(f'api:{p.text}'.encode()).decode()}\n")]
    )


def _basic_literal(p: Planting) -> Cell:
    text = b64encode(f"{p.text}:".encode()).decode()
    return code(f"headers = {{'Authorization': 'Basic {text}'}}")


def _gzip(p: Planting) -> Cell:
    packed = gzip.compress(json.dumps({"value": p.text, "n": list(range(9))}).encode(), mtime=0)
    return _value(f'gzip.decompress(b64decode("{b64encode(packed).decode()}"))')


def _gzip_repr(p: Planting) -> Cell:
    packed = gzip.compress(f"value: {p.text}\n".encode(), mtime=0)
    return code(outputs=[result(repr(b64encode(packed)))])


def _escaped_json(p: Planting) -> Cell:
    inner = json.dumps({"n": 1, "value": p.text}).replace("/", "\\/")
    return code(outputs=[stream(json.dumps({"body": inner}) + "\n")])


def _twice_escaped_json(p: Planting) -> Cell:
    text = json.dumps(json.dumps(json.dumps({"value": p.text, "more": [1, 2]})))
    return code(f"answer = {text}")


PLACES = tuple(
    places_of(
        "encoded",
        {
            "hex": _hex,
            "hex-upper": _hex_upper,
            "backslash-x": _backslash_x,
            "backslash-u": _backslash_u,
            "some-escapes": _some_escapes,
            "percent": _percent,
            "percent-all": _percent_all,
            "base64-0": _aligned(0),
            "base64-1": _aligned(1),
            "base64-2": _aligned(2),
            "base64-alone": _base64_alone,
            "base64-url": _base64_url,
            "basic": _basic,
            "basic-literal": _basic_literal,
            "gzip": _gzip,
            "gzip-repr": _gzip_repr,
            "escaped-json": _escaped_json,
            "twice-escaped-json": _twice_escaped_json,
        },
    )
)
