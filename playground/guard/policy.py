"""What the guard does with a finding: settings that can only be tightened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self

from playground.errors import PolicyError
from playground.guard.settings import Settings, settings_for

__all__ = ["Policy"]

_LONGEST_SHORT_HOURS = 24
_SETTINGS = ("short_lived_hours", "ban", "warn", "kinds", "test_keys")
_LISTS = ("ban", "warn", "kinds", "test_keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """
    The rules of a place.

    A privileged key that ends within `short_lived` is warned of and not banned. Kinds in `ban`
    are banned however long they live, kinds in `warn` warned of at least. `kinds` are files
    with kinds of the user's own. A person may mark keys of the kinds in `test_keys` as test
    keys; None where no file has said anything of it, which allows none. `places` names the
    files that this was read from.
    """

    short_lived: timedelta = timedelta(hours=_LONGEST_SHORT_HOURS)
    ban: frozenset[str] = frozenset()
    warn: frozenset[str] = frozenset()
    kinds: tuple[Path, ...] = ()
    test_keys: frozenset[str] | None = None
    places: tuple[str, ...] = ()

    @classmethod
    def load(cls, start: Path | None = None, *, file: Path | None = None) -> Self:
        """
        Return the policy for *start* (default: the working directory), tightened by *file*.

        Every `playground.toml` of Jupyter's configuration, of *start* and of the directories
        above it has its say, and so has `[tool.playground]` in each `pyproject.toml` there.

        Raises:
            PolicyError: a file cannot be read, has an unknown setting, or would loosen a rule.
        """
        policy = cls()
        for settings in settings_for(start, file=file):
            policy = policy.tightened_by(settings)
        return policy

    def tightened(self, settings: Mapping[str, Any], *, place: str) -> Self:
        """
        Return this policy with *settings* on top: whatever is stricter holds.

        Raises:
            PolicyError: a setting is unknown or of the wrong type, or would loosen a rule.
        """
        base = Path(place.split(" [", maxsplit=1)[0]).parent
        return self.tightened_by(Settings(place=place, base=base, values=settings))

    def tightened_by(self, settings: Settings) -> Self:
        """
        Return this policy with *settings* on top: whatever is stricter holds.

        Raises:
            PolicyError: a setting is unknown or of the wrong type, or would loosen a rule.
        """
        if not settings.values:
            return self
        _require_known(settings)
        given = {name: _names(settings, name) for name in _LISTS}
        return type(self)(
            short_lived=min(self.short_lived, _hours(settings)),
            ban=self.ban | set(given["ban"] or ()),
            warn=self.warn | set(given["warn"] or ()),
            kinds=tuple(
                dict.fromkeys(
                    [*self.kinds, *(settings.base / name for name in given["kinds"] or ())]
                )
            ),
            test_keys=_both(self.test_keys, given["test_keys"]),
            places=(*self.places, settings.place),
        )

    def lets_mark(self, code: str) -> bool:
        """Whether a person may mark a key of the kind *code* as a test key."""
        return code in (self.test_keys or ()) and code not in self.ban

    def check(self, codes: frozenset[str]) -> None:
        """
        Check that this policy names only kinds among *codes*.

        Raises:
            PolicyError: it names another, so that a rule would hold for nothing.
        """
        for name in ("ban", "warn", "test_keys"):
            for code in sorted((getattr(self, name) or frozenset()) - codes):
                near = get_close_matches(code, codes, n=1)
                raise PolicyError(
                    f"`{name}` names {code!r}, and there is no such kind",
                    place=", ".join(self.places),
                    next_step=f"Did you mean {near[0]!r}?"
                    if near
                    else "See docs/reference/kinds.md.",
                )

    def to_json(self) -> dict[str, Any]:
        """Return what people are told of the policy."""
        return {
            "short_lived_hours": self.short_lived / timedelta(hours=1),
            "ban": sorted(self.ban),
            "warn": sorted(self.warn),
            "kinds": [str(path) for path in self.kinds],
            "test_keys": sorted(self.test_keys or ()),
            "places": list(self.places),
        }


def _both(ours: frozenset[str] | None, given: list[str] | None) -> frozenset[str] | None:
    """Return what both allow; who says nothing leaves it to the other."""
    if given is None:
        return ours
    return frozenset(given) if ours is None else ours & set(given)


def _require_known(settings: Settings) -> None:
    for name in settings.values:
        if name.replace("-", "_") not in _SETTINGS:
            raise PolicyError(
                f"there is no setting {name!r}",
                place=settings.where(name),
                next_step=f"Choose from: {', '.join(_SETTINGS)}.",
            )


def _hours(settings: Settings) -> timedelta:
    name, hours = _given(settings, "short_lived_hours")
    if hours is None:
        return timedelta(hours=_LONGEST_SHORT_HOURS)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not hours >= 0:
        raise PolicyError(
            f"`{name}` is a number of hours, from 0 to {_LONGEST_SHORT_HOURS}",
            place=settings.where(name),
        )
    if hours > _LONGEST_SHORT_HOURS:
        raise PolicyError(
            f"`{name} = {hours}` would loosen the rule of {_LONGEST_SHORT_HOURS} hours",
            place=settings.where(name),
            next_step="A policy can only be tightened.",
        )
    return timedelta(hours=hours)


def _names(settings: Settings, name: str) -> list[str] | None:
    spelled, value = _given(settings, name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PolicyError(f"`{spelled}` is a list of strings", place=settings.where(spelled))
    return value


def _given(settings: Settings, name: str) -> tuple[str, Any]:
    """Return how the setting *name* is spelled there, and its value, None where it is not set."""
    spelled = next((one for one in settings.values if one.replace("-", "_") == name), name)
    return spelled, settings.values.get(spelled)
