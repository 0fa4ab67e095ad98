"""What the guard does with a finding: settings that can only be tightened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
import tomllib
from typing import Any, Self

from playground.errors import PolicyError

__all__ = ["SETTINGS_FILES", "Policy"]

_LONGEST_SHORT_HOURS = 24
_FILE, _PROJECT = SETTINGS_FILES = ("playground.toml", "pyproject.toml")
_SETTINGS = ("short_lived_hours", "ban", "warn", "kinds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """
    The rules of a place.

    A privileged key that ends within `short_lived` is warned of and not banned. Kinds in `ban`
    are banned however long they live, kinds in `warn` warned of at least. `kinds` are files
    with kinds of the user's own. `places` names the files that this was read from.
    """

    short_lived: timedelta = timedelta(hours=_LONGEST_SHORT_HOURS)
    ban: frozenset[str] = frozenset()
    warn: frozenset[str] = frozenset()
    kinds: tuple[Path, ...] = ()
    places: tuple[str, ...] = ()

    @classmethod
    def load(cls, start: Path | None = None, *, file: Path | None = None) -> Self:
        """
        Return the policy for *start* (default: the working directory), tightened by *file*.

        Every `playground.toml`, and every `[tool.playground]` of a `pyproject.toml`, in *start*
        and the directories above it has its say.

        Raises:
            PolicyError: a file cannot be read, has an unknown setting, or would loosen a rule.
        """
        policy = cls()
        directory = (start or Path()).absolute()
        for above in (directory, *directory.parents):
            policy = policy.tightened(_settings(above / _FILE), place=str(above / _FILE))
            project = _settings(above / _PROJECT).get("tool", {}).get("playground", {})
            policy = policy.tightened(project, place=f"{above / _PROJECT} [tool.playground]")
        if file is not None:
            policy = policy.tightened(_settings(file, must_exist=True), place=str(file))
        return policy

    def tightened(self, settings: Mapping[str, Any], *, place: str) -> Self:
        """
        Return this policy with *settings* on top: whatever is stricter holds.

        Raises:
            PolicyError: a setting is unknown or of the wrong type, or would loosen a rule.
        """
        if not settings:
            return self
        for name in settings:
            if name.replace("-", "_") not in _SETTINGS:
                raise PolicyError(
                    f"there is no setting {name!r}",
                    place=place,
                    next_step=f"Choose from: {', '.join(_SETTINGS)}.",
                )
        given = {name.replace("-", "_"): value for name, value in settings.items()}
        base = Path(place.split(" [", maxsplit=1)[0]).parent
        return type(self)(
            short_lived=min(self.short_lived, _hours(given, place=place)),
            ban=self.ban | set(_names(given, "ban", place=place)),
            warn=self.warn | set(_names(given, "warn", place=place)),
            kinds=(*self.kinds, *(base / name for name in _names(given, "kinds", place=place))),
            places=(*self.places, place),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what people are told of the policy."""
        return {
            "short_lived_hours": self.short_lived / timedelta(hours=1),
            "ban": sorted(self.ban),
            "warn": sorted(self.warn),
            "kinds": [str(path) for path in self.kinds],
            "places": list(self.places),
        }


def _hours(settings: Mapping[str, Any], *, place: str) -> timedelta:
    hours = settings.get("short_lived_hours", _LONGEST_SHORT_HOURS)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or hours < 0:
        raise PolicyError("`short_lived_hours` is a number of hours, from 0 to 24", place=place)
    if hours > _LONGEST_SHORT_HOURS:
        raise PolicyError(
            f"`short_lived_hours = {hours}` would loosen the rule of {_LONGEST_SHORT_HOURS} hours",
            place=place,
            next_step="A policy can only be tightened.",
        )
    return timedelta(hours=hours)


def _names(settings: Mapping[str, Any], name: str, *, place: str) -> Sequence[str]:
    value = settings.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PolicyError(f"`{name}` is a list of strings", place=place)
    return value


def _settings(path: Path, *, must_exist: bool = False) -> dict[str, Any]:
    try:
        return _tables(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        if must_exist:
            raise PolicyError("there is no such file", place=str(path)) from error
        return {}
    except (OSError, ValueError) as error:
        raise PolicyError(f"it cannot be read: {error}", place=str(path)) from error


@lru_cache(maxsize=64)
def _tables(text: str) -> dict[str, Any]:
    # The same file has its say on every folder below it.
    return tomllib.loads(text)
