"""What the guard adds to the save of a notebook."""

import asyncio
import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output

from playground.server.guarded import SaveGuard
from playground.server.scanners import ScanningJudge
from tests.bench.row import Row, in_turn

__all__ = ["notebook", "rows"]

# Of a real notebook's bytes about half is images, and a third text worth reading.
IMAGES = 0.52
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
    """Return a notebook of about *megabytes* MB: images, printed text and code, always the same."""
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
    return nbformat.from_dict(new_notebook(cells=cells))


def _saving(manager: AsyncLargeFileManager, content: Any) -> Callable[[], object]:
    model = {"type": "notebook", "format": "json", "content": content}
    return lambda: asyncio.run(manager.save(dict(model), "bench.ipynb"))


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield a row for a small, a big and a huge notebook."""
    for megabytes, bound in ((1, 1.5), (10, 1.25), (50, 1.15)):
        with TemporaryDirectory() as folder:
            plain = AsyncLargeFileManager(root_dir=folder)
            guarded = AsyncLargeFileManager(root_dir=folder)
            SaveGuard(ScanningJudge(root=Path(folder), seconds=60), seconds=60).install(guarded)
            content = notebook(megabytes)
            ours, peer = in_turn(
                _saving(guarded, content), _saving(plain, content), rounds=max(rounds, 3)
            )
        yield Row(
            name=f"save of a {megabytes} MB notebook, guarded",
            ours=ours,
            peer=peer,
            unit="s",
            rounds=max(rounds, 3),
            against="the same save without the guard",
            bound=bound,
        )
