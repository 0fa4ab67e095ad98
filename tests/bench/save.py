"""What the guard adds to the save of a notebook."""

import asyncio
import base64
from collections.abc import Callable, Iterator
from itertools import count
import json
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from nbformat.v4 import new_code_cell, new_notebook, new_output
import psutil

from playground.server.guarded import SaveGuard
from playground.server.scanners import ScanningJudge
from tests.bench.row import Row, in_turn, peak_megabytes
from tests.server.serving import Server, running

__all__ = ["notebook", "rows"]

# Of a real notebook's bytes about half is images, and a third text worth reading.
IMAGES = 0.52
_MARK = "# a source of its own"
WORDS = [
    "click",
    "link",
    "campaign",
    "rule",
    "scope",
    "token",
    "revenue",
    "visitor",
    "country",
    "device",
    "workspace",
]


def _text(random: Random, length: int) -> str:
    line = " ".join(random.choices(WORDS, k=12))
    return "\n".join(f"{line} {random.random():.9f}" for _ in range(length // (len(line) + 12)))


def notebook(megabytes: float) -> Any:
    """
    Return a notebook of about *megabytes* MB as it comes from a request, always the same.

    It holds images, printed text and code.
    """
    random = Random(7)  # noqa: S311  no secret, but the same bytes each time
    cells = []
    for _ in range(round(megabytes * 10)):
        image = base64.b64encode(random.randbytes(int(100_000 * IMAGES * 0.75))).decode()
        text = _text(random, int(100_000 * (1 - IMAGES)))
        cells.append(
            new_code_cell(
                source=_text(random, 400),
                outputs=[
                    new_output("display_data", data={"image/png": image}),
                    new_output("stream", text=text),
                ],
            )
        )
    return json.loads(json.dumps(new_notebook(cells=cells)))


def _saving(manager: AsyncLargeFileManager, content: Any) -> Callable[[], object]:
    model = {"type": "notebook", "format": "json", "content": content}
    return lambda: asyncio.run(manager.save(dict(model), "bench.ipynb"))


def _saving_anew(manager: AsyncLargeFileManager, content: Any) -> Callable[[], object]:
    """Return what changes every cell of *content*, so that nothing is known of it, and saves it."""
    save, number = _saving(manager, content), count()

    def change_and_save() -> object:
        mark = f"# {next(number)}"
        for cell in content["cells"]:
            cell["source"] = mark
        return save()

    return change_and_save


def _putting_anew(server: Server, content: Any) -> Callable[[], object]:
    """Return what sends *content* to *server* as JupyterLab does, each time with new cells."""
    for cell in content["cells"]:
        cell["source"] = _MARK
    body = json.dumps({"type": "notebook", "format": "json", "content": content}).encode()
    number = count()

    def put() -> object:
        changed = body.replace(_MARK.encode(), b"# %d" % next(number))
        return server.client.put("/api/contents/bench.ipynb", content=changed).raise_for_status()

    return put


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield the rows of saves in this process, of their memory, and of a save over HTTP."""
    rounds = max(rounds, 3)
    yield from _in_process(rounds)
    yield from _over_http(rounds)


def _in_process(rounds: int) -> Iterator[Row]:
    """Compare a small, a big and a huge notebook, and one that is new all over."""
    saves = {
        "1 MB notebook": (1, _saving, 1.5),
        "10 MB notebook": (10, _saving, 1.25),
        "50 MB notebook": (50, _saving, 1.15),
        "50 MB notebook, every cell new": (50, _saving_anew, 1.3),
    }
    for name, (megabytes, saving, bound) in saves.items():
        with TemporaryDirectory() as folder:
            plain = AsyncLargeFileManager(root_dir=folder)
            guarded = AsyncLargeFileManager(root_dir=folder)
            with ScanningJudge(root=Path(folder), seconds=60) as judge:
                SaveGuard(judge, seconds=60).install(guarded)
                content = notebook(megabytes)
                ours, peer = in_turn(
                    saving(guarded, content), saving(plain, content), rounds=rounds
                )
                peak = peak_megabytes(psutil.Process().children()[-1].pid)
        yield _row(f"save of a {name}, guarded", ours, peer, rounds, bound=bound)
    yield Row(
        name="peak memory of the process that scans it",
        ours=peak,
        peer=megabytes,
        unit="MB",
        rounds=1,
        against="the notebook's size",
        bound=1.5,
    )


def _over_http(rounds: int) -> Iterator[Row]:
    """Compare what a person waits for, where every cell is new: the request to a real server."""
    with (
        TemporaryDirectory() as folder,
        running(Path(folder) / "guarded") as guarded,
        running(Path(folder) / "plain", guarded=False) as plain,
    ):
        content = notebook(50)
        ours, peer = in_turn(
            _putting_anew(guarded, content), _putting_anew(plain, content), rounds=rounds
        )
    yield _row("save of 50 MB over HTTP, every cell new", ours, peer, rounds, bound=1.15)


def _row(name: str, ours: float, peer: float, rounds: int, *, bound: float) -> Row:
    return Row(
        name=name,
        ours=ours,
        peer=peer,
        unit="s",
        rounds=rounds,
        against="the same save without the guard",
        bound=bound,
    )
