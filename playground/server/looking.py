"""Look at cells while they are being written, before anybody saves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.guard import told
from playground.server.judging import Judge

__all__ = ["Look", "looked"]

Cell = Mapping[str, Any]
Findings = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Parts of the notebook at *path*: what has changed of its *cells*, and its *metadata*."""

    path: str
    cells: Sequence[Cell] = field(repr=False)
    metadata: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def notebook(self) -> dict[str, Any]:
        """A notebook of nothing else."""
        return {"cells": list(self.cells), "metadata": dict(self.metadata), "nbformat": 4}


def looked(look: Look, judge: Judge) -> dict[str, Any]:
    """Return `{"cells": [findings of each], "metadata": findings}`, judged by the save's judge."""
    cells: list[Findings] = [[] for _ in look.cells]
    metadata: Findings = []
    markable = judge.markable(path=look.path)
    for judged in judge.verdict(look.notebook, path=look.path).judged:
        cell, code = judged.finding.place.cell, judged.finding.kind.code
        finding = told(judged, path=look.path, may_mark=code in markable)
        (metadata if cell is None else cells[cell]).append(finding)
    return {"cells": cells, "metadata": metadata}
