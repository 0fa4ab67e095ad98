"""Judge findings by a policy: banned, warned or allowed, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from playground.guard.finding import Finding
from playground.guard.marks import NO_MARKS, Marks
from playground.guard.policy import Policy

__all__ = ["UNREADABLE_END", "Judged", "LifetimeWord", "Verdict", "VerdictWord", "judge"]

VerdictWord = Literal["allow", "ban", "warn"]
LifetimeWord = Literal["expired", "long", "never", "short", "unknown"]

UNREADABLE_END = "it has no expiry date that can be read, so it is treated as one that never ends"

_REASONS: dict[LifetimeWord, str] = {
    "expired": "it has expired",
    "long": "it is privileged and good for more than the policy's {hours:g} hours",
    "never": "it is privileged and never expires",
    "short": "it is privileged, though it ends within {hours:g} hours",
    "unknown": f"it is privileged, and {UNREADABLE_END}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A finding, what becomes of it, and why; `lifetime` is its lifetime in one word."""

    finding: Finding
    verdict: VerdictWord
    reason: str
    lifetime: LifetimeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings of a text, judged, in order of place."""

    judged: tuple[Judged, ...] = ()

    @property
    def banned(self) -> tuple[Judged, ...]:
        """What must not be saved."""
        return self._of("ban")

    @property
    def warned(self) -> tuple[Judged, ...]:
        """What may be saved, with a warning."""
        return self._of("warn")

    @property
    def allowed(self) -> tuple[Judged, ...]:
        """What is harmless: client-safe or expired."""
        return self._of("allow")

    def _of(self, word: VerdictWord) -> tuple[Judged, ...]:
        return tuple(judged for judged in self.judged if judged.verdict == word)


def judge(
    findings: Iterable[Finding],
    policy: Policy | None = None,
    *,
    now: datetime | None = None,
    marks: Marks = NO_MARKS,
) -> Verdict:
    """
    Return the verdict on *findings*.

    Args:
        findings: of one text or notebook.
        policy: the default one where none is given.
        now: an aware time; the wall clock's where none is given.
        marks: the keys that a person has marked as test keys; see `playground.guard.marks`.
    """
    rules, time = policy or Policy(), now or datetime.now(UTC)
    return Verdict(
        judged=tuple(_judged(finding, rules, now=time, marks=marks) for finding in findings)
    )


def _judged(finding: Finding, policy: Policy, *, now: datetime, marks: Marks) -> Judged:
    word = _lifetime(finding, policy, now=now)
    verdict, reason = _ruling(finding, word, policy)
    if (finding.place.cell, finding.fingerprint) in marks and policy.lets_mark(finding.kind.code):
        verdict, reason = "allow", "it is marked as a test key, as the policy allows"
    return Judged(finding=finding, verdict=verdict, reason=reason, lifetime=word)


def _lifetime(finding: Finding, policy: Policy, *, now: datetime) -> LifetimeWord:
    seen = finding.lifetime
    if seen.expires_at is None:
        return "unknown" if seen.known == "expires" else seen.known
    left = seen.expires_at - now
    if left.total_seconds() <= 0:
        return "expired"
    return "short" if left <= policy.short_lived else "long"


def _ruling(finding: Finding, word: LifetimeWord, policy: Policy) -> tuple[VerdictWord, str]:
    kind = finding.kind
    reason = _REASONS[word].format(hours=policy.short_lived.total_seconds() / 3600)
    if kind.code in policy.ban:
        return "ban", "the policy bans its kind"
    if word == "expired":
        return "allow", reason
    if kind.privilege == "client_safe":
        is_listed = kind.code in policy.warn
        return (
            ("warn", "the policy warns of its kind")
            if is_listed
            else ("allow", "it is client-safe")
        )
    if kind.certainty == "name":
        return "warn", "only the name that it is bound to tells that it is a key"
    if word == "short" and policy.short_lived:
        return "warn", reason
    return "ban", reason
