"""Try the guard itself: its engine, its kinds, and the policy of this folder."""

from collections.abc import Iterator
from pathlib import Path

from playground.cli.checkup.check import Check, State
from playground.cli.checkup.sample import notebook, sample_key
from playground.cli.files.rules import Rules
from playground.errors import PlaygroundError
from playground.guard import Scope, findings_in_notebook, judge

__all__ = ["checks"]

_ENGINES = {
    "matcher_hyperscan": "hyperscan",
    "matcher_python": "the slower engine in Python, because hyperscan is not installed here",
}


def checks() -> Iterator[Check]:
    """Yield whether the guard finds a sample key, and by which rules."""
    title = "kinds and policy"
    try:
        scope = Rules().scope(Path.cwd())
    except PlaygroundError as error:
        yield Check(code="policy", title=title, state=State.OFF, detail=f"{error}")
        return
    yield _engine(scope)
    policy = scope.policy
    where = ", ".join(policy.places) or "no file: the defaults hold"
    yield Check(
        code="policy",
        title=title,
        state=State.ON,
        detail=f"{len(scope.catalogue.kinds)} kinds; short-lived is up to"
        f" {policy.to_json()['short_lived_hours']:g} hours; from {where}",
    )


def _engine(scope: Scope) -> Check:
    name = type(scope.catalogue.matcher).__module__.rpartition(".")[2]
    key = sample_key()
    found = findings_in_notebook(notebook(f"key = {key[:20]!r} + {key[20:]!r}"), scope.catalogue)
    is_banned = bool(judge(found, scope.policy).banned)
    return Check(
        code="engine",
        title="engine",
        state=State.ON if is_banned else State.OFF,
        detail=f"{_ENGINES.get(name, name)}; a sample key in two parts was"
        f" {'banned' if is_banned else 'not banned'}",
        next_step="" if is_banned else "Install linquid-playground anew.",
    )
