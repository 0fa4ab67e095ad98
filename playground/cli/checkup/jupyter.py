"""A Jupyter server as this person's configuration makes it, at a free port, in an empty folder."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
import json
import os
from pathlib import Path
import secrets
import ssl
import subprocess
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from playground.cli.launch.awaited import awaited
from playground.cli.launch.children import child
from playground.cli.launch.jupyter import command, configured
from playground.errors import PlaygroundError

__all__ = ["Server", "served"]

_START_SECONDS, _ANSWER_SECONDS = 60, 30
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that answers at *url*, and the folder that it serves, if it is known."""

    url: str
    token: str
    root: Path | None = None

    def ask(self, path: str, content: dict[str, Any] | None = None) -> tuple[int, bytes]:
        """
        Return status and body of the answer to GET, or to PUT of *content*.

        Raises:
            PlaygroundError: it does not answer in time.
        """
        request = Request(  # noqa: S310  Jupyter's own address
            f"{self.url}{path}",
            method="GET" if content is None else "PUT",
            data=None if content is None else json.dumps(content).encode(),
            headers=_headers(self.token),
        )
        # Its certificate, if it has one, is for a name, and this is the loopback.
        unchecked = ssl._create_unverified_context()  # noqa: S323, SLF001
        try:
            with urlopen(request, timeout=_ANSWER_SECONDS, context=unchecked) as answer:  # noqa: S310
                return answer.status, answer.read()
        except HTTPError as error:
            return error.code, error.read()
        except (URLError, OSError) as error:
            raise PlaygroundError(
                f"it does not answer ({type(error).__name__})", place=self.url
            ) from None

    def guard(self) -> dict[str, Any]:
        """
        Return what it says of its own guard, with a `reason` where that does not stand.

        Raises:
            PlaygroundError: it does not answer in time.
        """
        status, body = self.ask("playground/guard")
        try:
            told = json.loads(body) if status == _OK else {}
        except ValueError:
            told = {}
        return told or {"reason": "the server extension is not enabled"}

    def save(self, name: str, content: dict[str, Any] | str) -> int:
        """Return the status of saving *content*: a notebook, a text, or an upload of either."""
        if isinstance(content, dict):
            model = {"type": "notebook", "format": "json", "content": content}
        else:
            model = {"type": "file", "format": "text", "content": content}
        return self.ask(f"api/contents/{name}", model)[0]

    def upload(self, name: str, content: bytes) -> int:
        """Return the status of uploading *content*, as the file browser does it."""
        model = {"type": "file", "format": "base64", "content": b64encode(content).decode()}
        return self.ask(f"api/contents/{name}", model)[0]


def _headers(token: str) -> dict[str, str]:
    # Where no token is asked for, the same secret as cookie and as header stands for a page.
    secret = secrets.token_hex(16)
    page = {"Cookie": f"_xsrf={secret}", "X-XSRFToken": secret}
    return {"Content-Type": "application/json", "Authorization": f"token {token}", **page}


@contextmanager
def served() -> Iterator[Server]:
    """
    Yield a running server, and end it afterwards, whatever happens.

    Raises:
        PlaygroundError: it did not start.
    """
    with TemporaryDirectory(prefix="playground-doctor-") as folder:
        root, runtime = Path(folder, "work"), Path(folder, "runtime")
        root.mkdir()
        environment = {
            **configured(os.environ),
            "JUPYTER_RUNTIME_DIR": str(runtime),
            "NODE_DISABLE_COMPILE_CACHE": "1",  # JupyterLab asks Node for its version
        }
        started = command(root, port=0, log_level="CRITICAL")
        silent = subprocess.DEVNULL
        with child(started, environment=environment, stdout=silent, stderr=silent) as process:
            yield _ready(process, runtime, root)


def _ready(process: "subprocess.Popen[str]", runtime: Path, root: Path) -> Server:
    def ask() -> Server | None:
        notes = runtime.glob("jpserver-*.json")
        return next((server for note in notes if (server := _told(note, root))), None)

    server = awaited(ask, seconds=_START_SECONDS, goes_on=lambda: process.poll() is None)
    if server is None:
        raise PlaygroundError(
            "JupyterLab did not start",
            next_step="Run `jupyter lab` to see why, then this again.",
        )
    return server


def _told(note: Path, root: Path) -> Server | None:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        server = Server(url=told["url"], token=told["token"], root=root)
        server.ask("api")
    except (OSError, ValueError, KeyError, PlaygroundError):
        return None  # it is still being written, or nobody listens yet
    return server
