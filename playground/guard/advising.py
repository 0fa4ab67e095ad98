"""Explain a finding to whoever has to act on it: what it is, why it matters, what to do."""

from dataclasses import dataclass

from playground.guard.verdict import UNREADABLE_END, Judged

__all__ = ["Advice", "advice"]

_PRIVILEGES = {
    "privileged": "It is privileged: whoever reads it can act as its owner.",
    "client_safe": "It is made to be shown, as in a web page: it opens nothing that is private.",
}
_VERDICTS = {
    "ban": "It must not be saved: {reason}.",
    "warn": "It may be saved, though you are warned: {reason}.",
    "allow": "It may be saved: {reason}.",
}
_LIFETIMES = {
    "never": "It never ends by itself: it opens what it opens until somebody revokes it.",
    "short": "It ends by itself within a day.",
    "unknown": f"{UNREADABLE_END[0].upper()}{UNREADABLE_END[1:]}.",
}
_PLACES = {
    "outputs": "Clear the output, and change the line that prints the key.",
    "metadata": "Replace it; what wrote it there may write it again.",
    "attachments": "Replace it, or attach a file without it.",
}
_ANYWHERE = (
    "Replace it: the kernel's keyring keeps the value, and the code looks it up by its name."
)
_ROTATION = (
    "If it was saved, shared or shown before, rotate it: make a new one where this one was issued, "
    "then revoke this one. Taking it out of the notebook does not end it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """
    What is told of one finding, each field in whole sentences; never the key.

    `steps` is what to do, in this order; `source` says where the kind is known from. `lifetime`
    is empty where `why` tells it.
    """

    what: str
    why: str
    lifetime: str
    steps: tuple[str, ...]
    source: str


def advice(judged: Judged) -> Advice:
    """Return what to tell of *judged*."""
    finding = judged.finding
    hidden = f" It is hidden by {', '.join(finding.via)}." if finding.via else ""
    return Advice(
        what=f"{finding.kind.name}. {_PRIVILEGES[finding.kind.privilege]}{hidden}",
        why=_VERDICTS[judged.verdict].format(reason=judged.reason),
        lifetime=_lifetime(judged),
        steps=_steps(judged),
        source=finding.kind.source,
    )


def _lifetime(judged: Judged) -> str:
    ends = judged.finding.lifetime.expires_at
    if UNREADABLE_END in judged.reason:
        return ""
    if ends is None:
        return _LIFETIMES[judged.lifetime]
    verb = "ended" if judged.lifetime == "expired" else "ends"
    return f"It {verb} on {ends:%Y-%m-%d at %H:%M} UTC."


def _steps(judged: Judged) -> tuple[str, ...]:
    if judged.verdict == "allow":
        return ("Nothing has to be done.",)
    return (_PLACES.get(judged.finding.place.part, _ANYWHERE), _ROTATION)
