"""What is left in each store, judged; and its removal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playground.cli.files.rules import Rules
from playground.cli.files.scanning import Report
from playground.cli.leftovers.places import stores
from playground.cli.leftovers.store import Left, Store
from playground.errors import NotebookError
from playground.guard import Judged, judge

__all__ = ["Remains", "as_report", "remains_in", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """The keys in a store, each with its verdict, or why it could not be read or cleaned."""

    store: Store
    left: tuple[Left, ...] = ()
    judged: tuple[Judged, ...] = field(default=())
    error: str = ""

    @property
    def to_remove(self) -> list[Left]:
        """Those that must go."""
        pairs = zip(self.left, self.judged, strict=True)
        return [left for left, judged in pairs if judged.verdict != "allow"]


def remains_in(folders: Sequence[Path], *, rules: Rules) -> Iterator[Remains]:
    """
    Yield what is left in each store of this person's, and of *folders*.

    Raises:
        PolicyError: a policy cannot be read, or loosens a rule.
        KindError: a kind of the user's own fails its proof.
    """
    for store in stores(folders):
        try:
            scope = rules.scope(store.path.parent)
            left = store.left(scope.catalogue)
        except NotebookError as error:
            yield Remains(store=store, error=str(error))
            continue
        judged = judge([one.finding for one in left], scope.policy).judged
        yield Remains(store=store, left=tuple(left), judged=judged)


def removed(every: Iterable[Remains], *, rules: Rules) -> Iterator[Remains]:
    """Yield *every* one again once its keys are gone, with the error where they are not."""
    for remains in every:
        try:
            remains.store.remove(remains.to_remove, rules.scope(remains.store.path.parent))
        except NotebookError as error:
            yield Remains(
                store=remains.store, left=remains.left, judged=remains.judged, error=str(error)
            )
        else:
            yield remains


def as_report(remains: Remains) -> Report:
    """Return what a scan tells of *remains*."""
    what = remains.store.what
    return Report(
        name=str(remains.store.path),
        judged=remains.judged,
        wheres=tuple(", ".join(filter(None, [what, left.where])) for left in remains.left),
        error=remains.error,
    )
