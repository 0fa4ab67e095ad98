"""A sandbox as a process of its own, and what it answers over HTTP."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
import json
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

__all__ = ["CONTROL", "RUN", "answered", "asked", "key_of", "served", "signed_in"]

RUN = [sys.executable, "-c", "from playground.cli import main; main()", "sandbox"]
TOKEN = "control-token-of-the-tests"
CONTROL = {"authorization": f"Bearer {TOKEN}"}


@contextmanager
def served(database: str, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give a process that serves *database*, and its address."""
    command = [*RUN, "--port", "0", "--database", database, "--control-token", TOKEN, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  ours
        assert process.stdout is not None
        url = process.stdout.readline().partition(" ")[0]
        try:
            yield process, urlsplit(url).netloc
        finally:
            process.kill()


def answered(
    netloc: str, method: str, path: str, body: str | None, headers: dict[str, str]
) -> tuple[HTTPResponse, bytes]:
    """Return a served sandbox's answer, and its content."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(HTTPConnection(netloc, timeout=30)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json", **named})
        answer = connection.getresponse()
        return answer, answer.read()


def asked(netloc: str, method: str, path: str, body: str | None = None, **headers: str) -> Any:
    """Return what a served sandbox answers, decoded."""
    return json.loads(answered(netloc, method, path, body, headers)[1])


def signed_in(netloc: str, user: str) -> dict[str, str]:
    """Return the headers of a session of *user*."""
    body = json.dumps({"user": user})
    answer, content = answered(netloc, "POST", "/_sandbox/session", body, CONTROL)
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    return {"cookie": cookie, "x_csrf_token": json.loads(content)["csrf_token"]}


def key_of(netloc: str) -> str:
    """Return a key that may make links."""
    issued = asked(netloc, "POST", "/_sandbox/keys", **CONTROL)
    return next(key["value"] for key in issued["keys"] if key["name"] == "everything")
