"""`connect()`: find or start a server, and hand a notebook its session."""

from collections.abc import Callable, Mapping
from functools import partial
import os
from pathlib import Path
from typing import Any
import warnings

from playground import recording
from playground.client import Masker, Transport
from playground.credentials import Keyring, Secret, keys
from playground.errors import DocumentError, SandboxUnreachable
from playground.openapi import Document, linquid, load
from playground.scopes import Vocabulary
from playground.session.server import Server, running, started
from playground.session.session import Session

__all__ = ["connect"]

_sessions: dict[tuple[object, ...], Session] = {}  # so that a second `connect()` goes on


def connect(
    url: str | None = None,
    *,
    document: Path | str | Mapping[str, Any] | None = None,
    control_token: str | Secret | None = None,
) -> Session:
    """
    Return the session of this notebook.

    Without arguments it works with Linquid's document on the sandbox that `playground lab`
    started, or on one of its own that ends with the kernel. Called again with the same
    arguments it returns the same session, and begins anew if the sandbox has ended: your own
    keys and the history stay.

    Args:
        url: where the API is; by default the sandbox, or the first server of *document*.
        document: an OpenAPI document of another API, as a path, a text or a map.
        control_token: opens the control surface of the sandbox at *url*.

    Raises:
        DocumentError: *document* cannot be read, or names no server and *url* is missing.
        SandboxUnreachable: no sandbox answers at *url*.
    """
    token = Secret(control_token) if isinstance(control_token, str) else control_token
    which = (url, str(document), token, *recording.setting(os.environ))
    session = _sessions.get(which)
    if session is None:
        session = _sessions[which] = _connected(url, document, token)
    else:
        session.revive()
    keys.follow(session.keys)
    return session


def _connected(url: str | None, document: Any, token: Secret | None) -> Session:
    is_replay = recording.setting(os.environ).mode == "replay"
    recording.open_from_environment(os.environ)
    read = linquid() if document is None else load(document)
    keyring = Keyring(keys.keyring.own)
    keys.follow(keyring)  # a recording in progress names keys by it
    return Session(
        read,
        keyring,
        find=_finder(url, read if document is not None else None, token),
        vocabulary=Vocabulary.load() if document is None else Vocabulary(),
        transport=Transport(),
        masker=Masker(keyring, trust_references=is_replay),
    )


def _finder(
    url: str | None, foreign: Document | None, token: Secret | None
) -> Callable[[], Server]:
    """Return what finds the session's server, now and whenever it has ended."""
    if foreign is None and url is None:
        return _sandbox
    address = url or _first_server(foreign)
    return partial(Server, url=address, token=token)


def _sandbox() -> Server:
    """Return the running sandbox, or a new one where none runs or it does not answer."""
    server = running(os.environ)
    if server is None:
        return started()
    if recording.setting(os.environ).mode != "replay" and not _answers(server):
        warnings.warn(
            "The sandbox that `playground lab` started does not answer: "
            "this notebook goes on with one of its own.",
            stacklevel=2,
        )
        return started()
    return server


def _answers(server: Server) -> bool:
    from playground.session.control import Control  # noqa: PLC0415  needed here only

    try:
        Control(server.url, server.token or Secret(""), transport=Transport()).now()
    except SandboxUnreachable:
        return False
    return True


def _first_server(document: Document | None) -> str:
    servers = document.servers if document else ()
    absolute = next((one for one in servers if one.startswith(("http://", "https://"))), None)
    if absolute is None:
        raise DocumentError(
            "the document names no server with a full address",
            place=document.place if document else "",
            next_step="Say where the API is: `connect('https://…', document=…)`.",
        )
    return absolute
