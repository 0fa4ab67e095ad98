"""The request as code: for a notebook cell, and for a terminal; neither ever holds a key."""

from collections.abc import Container, Mapping, Sequence
import json
import shlex
from typing import Any, Protocol

from playground.credentials.credential import CredentialKind
from playground.credentials.reference import REFERENCE
from playground.credentials.secret import MASK
from playground.openapi.operation import Operation

__all__ = ["Request", "auth_header", "curl", "python"]

WIDTH = 80
INDENT = "    "
KEY = "$LINQUID_KEY"
BASE = "$LINQUID_URL"
"""Not the address itself: its port is another one each day, and a notebook would store it."""


_IMPORTS = (
    ("getpass(", "from getpass import getpass"),
    ('keys["', "from playground import keys"),
)


class Request(Protocol):
    """A serialised request, as `playground.openapi.build` makes it."""

    @property
    def method(self) -> str:
        """The HTTP method."""

    @property
    def path(self) -> str:
        """The path, its parameters filled in."""

    @property
    def query(self) -> Sequence[tuple[str, str]]:
        """Names and values, not yet encoded."""

    @property
    def headers(self) -> Any:
        """Pairs, or a mapping."""

    @property
    def content(self) -> bytes | None:
        """The body."""

    @property
    def media_type(self) -> str | None:
        """The body's media type."""


def python(
    operation: str,
    *,
    params: Mapping[str, Any],
    body: Any,
    key: str | None,
    kept: Container[str] = (),
) -> str:
    """
    Return `lab.send(…)`, its password fields read by `getpass` when it runs.

    Texts in *kept* hold references to keys, which are looked up when it runs.
    """
    arguments = [f'"{operation}"']
    if params:
        arguments.append(f"params={_literal(params, kept)}")
    if body is not None:
        arguments.append(f"body={_literal(body, kept)}")
    if key is not None:
        arguments.append(f"key=keys[{json.dumps(key)}]")
    flat = f"lab.send({', '.join(arguments)})"
    if len(flat) <= WIDTH and "\n" not in flat:
        return _with_imports(flat)
    lines = "".join(f"{INDENT}{argument},\n" for argument in arguments)
    return _with_imports(f"lab.send(\n{lines})")


def _literal(value: Any, kept: Container[str], name: str = "value", indent: str = INDENT) -> str:
    """Return *value* as Python code, long objects and lists with a line for each entry."""
    if value == MASK:
        return f"getpass({_quoted(name)})"
    inner = indent + INDENT
    if isinstance(value, Mapping):
        entries = [
            f"{_text(one, kept)}: {_literal(at, kept, one, inner)}" for one, at in value.items()
        ]
        return _bracketed("{", entries, "}", indent)
    if isinstance(value, list):
        return _bracketed("[", [_literal(one, kept, name, inner) for one in value], "]", indent)
    return _text(value, kept) if isinstance(value, str) else repr(value)


def _text(text: str, kept: Container[str]) -> str:
    """Return *text* as code, with a look-up for each key that it names."""
    if text not in kept:
        return _quoted(text)
    pieces = enumerate(REFERENCE.split(text))
    code = (f'keys["{one}"].reveal()' if number % 2 else _quoted(one) for number, one in pieces)
    return " + ".join(one for one in code if one != '""')


def _quoted(text: str) -> str:
    """Return *text* as a literal in double quotes, as formatters write it."""
    return json.dumps(text, ensure_ascii=False)


def _bracketed(start: str, entries: list[str], end: str, indent: str) -> str:
    flat = f"{start}{', '.join(entries)}{end}"
    if len(indent) + len(flat) <= WIDTH - len(INDENT) and "\n" not in flat:
        return flat
    lines = "".join(f"{indent}{INDENT}{entry},\n" for entry in entries)
    return f"{start}\n{lines}{indent}{end}"


def _with_imports(code: str) -> str:
    imports = [line for call, line in _IMPORTS if call in code]
    return "\n".join([*imports, "", code]) if imports else code


def curl(request: Request, *, header: str) -> str:
    """Return the command that sends *request*; *header* carries `$LINQUID_KEY`, or is empty."""
    query = [f"--url-query {shlex.quote(f'{name}={value}')}" for name, value in request.query]
    pairs = request.headers.items() if isinstance(request.headers, Mapping) else request.headers
    headers = [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in pairs]
    path = shlex.quote(request.path)
    # Only the base may hold a variable: a path that needs quotes gets its own.
    address = f'"{BASE}{path}"' if path == request.path else f'"{BASE}"{path}'
    parts = [f"curl -X {request.method.upper()} {address}", *query]
    parts += [f'-H "{header}"'] if header else []
    parts += headers
    if request.content is not None:
        if not any(name.lower() == "content-type" for name, _ in pairs):
            parts.append(f"-H {shlex.quote(f'Content-Type: {request.media_type}')}")
        parts.append(f"--data-raw {shlex.quote(request.content.decode(errors='replace'))}")
    return " \\\n  ".join(parts)


def auth_header(
    operation: Operation, schemes: Mapping[str, Mapping[str, Any]], kind: str | None
) -> str:
    """Return the header line that carries a key of *kind*; empty for anonymous requests."""
    if kind is None:
        return ""
    named = [requirement.scheme for one in operation.security for requirement in one]
    publishable = kind == CredentialKind.PUBLISHABLE_KEY
    for name in [*named, *schemes]:
        scheme = schemes.get(name, {})
        if scheme.get("in") == "header" and ("publishable" in name.lower()) == publishable:
            return f"{scheme.get('name')}: {KEY}"
    return f"Authorization: Bearer {KEY}"
