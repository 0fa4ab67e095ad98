"""Other text files: scripts, pages, Jupytext pairs, cassettes, HAR."""

from base64 import b64encode
import gzip
import json
from typing import Any

import yaml

from tests.planting.place import Planting, cut, places_of

__all__ = ["PLACES"]


def _script(p: Planting) -> bytes:
    return f"import httpx\n\n{p.name} = {p.key!r}\n\nhttpx.get('/links')\n".encode()


def _script_joined(p: Planting) -> bytes:
    first, last = cut(p)
    return f"first = (\n    {first!r}\n    {last!r}\n)\n".encode()


def _page(p: Planting) -> bytes:
    return f"# Set-up\n\n1. Export the key:\n\n       export KEY='{p.line}'\n".encode()


def _percent(p: Planting) -> bytes:
    return (
        "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n\n"
        f"# %% [markdown]\n# # Links\n\n# %%\n{p.name} = {p.key!r}\n"
    ).encode()


def _percent_prose(p: Planting) -> bytes:
    return f"# %% [markdown]\n# Log in with `{p.line}`.\n\n# %%\nprint(1)\n".encode()


def _dotenv(p: Planting) -> bytes:
    return f"URL=http://localhost:8080\n{p.bound_to or 'VALUE'}={p.key}\nDEBUG=1\n".encode()


def _settings(p: Planting) -> bytes:
    return f"[service]\nurl = '/api'\n{p.name} = {json.dumps(p.key)}\n".encode()


def _record(p: Planting) -> bytes:
    return json.dumps({"service": {"url": "/api", p.name: p.key}}, indent=2).encode()


def _cassette(headers: dict[str, list[str]], request: str, answer: Any) -> bytes:
    interaction = {
        "request": {"method": "POST", "uri": "/links", "body": request, "headers": headers},
        "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": answer},
    }
    document = {"version": 1, "interactions": [interaction]}
    text: str = yaml.safe_dump(document, allow_unicode=True)
    return text.encode()


def _cassette_header(p: Planting) -> bytes:
    return _cassette({"X-Trace": ["1"], "Authorization": [f"Bearer {p.text}"]}, "", {"string": ""})


def _cassette_request(p: Planting) -> bytes:
    return _cassette({}, json.dumps({"note": "für", p.name: p.key}), {"string": "{}"})


def _cassette_basic(p: Planting) -> bytes:
    value = b64encode(f"api:{p.text}".encode()).decode()
    return _cassette({"Authorization": [f"Basic {value}"]}, "", {"string": ""})


def _cassette_binary(p: Planting) -> bytes:
    body = json.dumps({"n": "x" * 40, p.name: p.key}).encode() + b"\xff"
    return _cassette({}, "", {"string": body})


def _cassette_gzip(p: Planting) -> bytes:
    body = gzip.compress(json.dumps({p.name: p.key, "n": list(range(30))}).encode(), mtime=0)
    return _cassette({}, "", {"string": body})


def _har(request: dict[str, Any], content: dict[str, Any]) -> bytes:
    entry = {
        "startedDateTime": "2026-11-02T10:00:00Z",
        "request": {"method": "POST", "url": "http://localhost/links", "headers": [], **request},
        "response": {"status": 200, "content": content},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}}, indent=1).encode()


def _har_header(p: Planting) -> bytes:
    return _har({"headers": [{"name": p.bound_to or "x-value", "value": p.key}]}, {})


def _har_body(p: Planting) -> bytes:
    data = {"mimeType": "application/json", "text": json.dumps({p.name: p.key, "n": 1})}
    return _har({"postData": data}, {})


def _har_answer(p: Planting) -> bytes:
    body = b64encode(json.dumps({"n": 7, p.name: p.key}).encode()).decode()
    return _har({}, {"mimeType": "application/json", "encoding": "base64", "text": body})


PLACES = tuple(
    place
    for name, suffix, build in (
        ("script", ".py", _script),
        ("script-joined", ".py", _script_joined),
        ("page", ".md", _page),
        ("jupytext", ".py", _percent),
        ("jupytext-prose", ".py", _percent_prose),
        ("dotenv", ".env", _dotenv),
        ("settings", ".toml", _settings),
        ("record", ".json", _record),
        ("cassette-header", ".yaml", _cassette_header),
        ("cassette-request", ".yaml", _cassette_request),
        ("cassette-basic", ".yaml", _cassette_basic),
        ("cassette-binary", ".yaml", _cassette_binary),
        ("cassette-gzip", ".yaml", _cassette_gzip),
        ("har-header", ".har", _har_header),
        ("har-body", ".har", _har_body),
        ("har-answer", ".har", _har_answer),
    )
    for place in places_of("files", {name: build}, suffix=suffix)
)
