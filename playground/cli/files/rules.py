"""By which kinds and which policy a folder's files are judged."""

from dataclasses import dataclass
from functools import cache
import os
from pathlib import Path

from playground.guard import Catalogue, Policy, Scope
from playground.guard.knownfiles import with_told
from playground.guard.settings import SETTINGS_FILES, Settings

__all__ = ["Rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the command line adds to the policy of every folder: a file, and files of kinds."""

    policy: Path | None = None
    kinds: tuple[Path, ...] = ()

    def scope(self, folder: Path) -> Scope:
        """
        Return the kinds and the policy that hold in *folder*.

        Raises:
            PolicyError: settings cannot be read, loosen a rule, or name a kind that there is not.
            KindError: a kind of the user's own fails its proof.
        """
        return _scope(self, folder)


@cache
def _scope(rules: Rules, folder: Path) -> Scope:
    here = folder.absolute()
    if here != here.parent and not any(os.path.lexists(here / name) for name in SETTINGS_FILES):
        return _scope(rules, here.parent)
    policy = Policy.load(here, file=rules.policy)
    if rules.kinds:
        values = {"kinds": [str(path) for path in rules.kinds]}
        policy = policy.tightened_by(Settings(place="--kinds", base=Path(), values=values))
    catalogue = _catalogue(policy.kinds)
    policy.check(catalogue.codes)
    return Scope(catalogue=catalogue, policy=policy)


@cache
def _catalogue(kinds: tuple[Path, ...]) -> Catalogue:
    """Return the kinds, and what the keyrings of this user's kernels hold."""
    return with_told(Catalogue.load(extra=kinds))
