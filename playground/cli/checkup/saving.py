"""Try to save a sample key in a Jupyter server, by each road, and look at what it loads."""

from collections.abc import Iterator
from importlib.util import find_spec
import json
import re
from typing import Any

from playground.cli.checkup.check import Check, State
from playground.cli.checkup.jupyter import Server, served
from playground.cli.checkup.sample import notebook, sample_key
from playground.errors import PlaygroundError

__all__ = ["checks"]

_EXTENSION = "linquid-playground"
_PAGE = re.compile(rb'id="jupyter-config-data"[^>]*>\s*(\{.*?\})\s*</script>', re.DOTALL)
_SAVED, _REFUSED = 300, 422
_ENABLE = "Run `jupyter server extension enable playground.server`."
_PRESENT = {
    "jupyter_server_ydoc": (
        "collaboration",
        "real-time collaboration",
        "shared documents are saved without their keys, and their history stays in memory",
    ),
    "jupytext": (
        "jupytext",
        "Jupytext",
        "its text files go through the same guard, which refused one",
    ),
}


def checks() -> Iterator[Check]:
    """Yield what a server, as this person would start it, does with a sample key."""
    try:
        with served() as server:
            save = _save(server)
            yield save
            yield _labextension(server)
    except PlaygroundError as error:
        yield Check(
            code="server",
            title="save in Jupyter",
            state=State.FAILED,
            detail=error.message,
            next_step=error.next_step,
        )
        return
    for module, (code, title, meaning) in _PRESENT.items():
        if find_spec(module) is None:
            detail, state = "it is not installed here", State.ABSENT
        elif save.state is State.ON:
            detail, state = f"it is installed: {meaning}", State.ON
        else:
            detail, state = "it is installed, and the guard is off", State.OFF
        yield Check(code=code, title=title, state=state, detail=detail)


def _save(server: Server) -> Check:
    let_through = [road for road, status in _tried(server).items() if status < _SAVED]
    told = server.guard()
    is_on = not let_through and told.get("guarding") is True
    reason = told.get("reason") or "the guard stands"
    return Check(
        code="server",
        title="save in Jupyter",
        state=State.ON if is_on else State.OFF,
        detail="a notebook, a text and an upload with a sample key were refused, a clean one saved"
        if is_on
        else f"{reason}; let through: {', '.join(let_through) or 'nothing'}",
        next_step="" if is_on else _ENABLE,
    )


def _tried(server: Server) -> dict[str, int]:
    """
    Return the status of each road for a sample key.

    Raises:
        PlaygroundError: the server refuses whatever it is given, or wrote a refused key.
    """
    key = sample_key()
    code = f"key = {key!r}\n"
    if server.save("clean.ipynb", notebook("x = 1")) >= _SAVED:
        raise PlaygroundError("it saves nothing at all", next_step="Look at the server's log.")
    statuses = {
        "a notebook": server.save("sample.ipynb", notebook(code)),
        "a text file": server.save("sample.py", code),
        "an upload": server.upload("sample.bin", json.dumps(notebook(code)).encode()),
    }
    held = any(_holds(path.read_bytes(), key) for path in _files(server))
    return {**statuses, **({"a refused file": 0} if held else {})}


def _files(server: Server) -> list[Any]:
    return [path for path in server.root.rglob("*") if path.is_file()] if server.root else []


def _holds(content: bytes, key: str) -> bool:
    return key.encode() in content


def _labextension(server: Server) -> Check:
    page = _page(server)
    names = {one.get("name") for one in page.get("federated_extensions", ())}
    disabled = [
        name for name in page.get("disabledExtensions", ()) if str(name).startswith(_EXTENSION)
    ]
    is_on = _EXTENSION in names and not disabled
    detail = "JupyterLab loads it" if is_on else "JupyterLab does not load it"
    return Check(
        code="labextension",
        title="dialog and badge in JupyterLab",
        state=State.ON if is_on else State.OFF,
        detail=f"{detail}: it is disabled" if disabled else detail,
        next_step="" if is_on else f"Run `jupyter labextension enable {_EXTENSION}`.",
    )


def _page(server: Server) -> dict[str, Any]:
    match = _PAGE.search(server.ask("lab")[1])
    page: Any = json.loads(match[1]) if match else {}
    return page if isinstance(page, dict) else {}
