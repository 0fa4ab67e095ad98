"""Judge what is about to be saved, by the shipped kinds and the policy of the place."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from playground.guard import (
    Catalogue,
    Finding,
    Piece,
    Policy,
    Scope,
    Verdict,
    judge,
    pieces,
    redact_bytes,
    redact_notebook,
)
from playground.guard.clean import Clean, Visit
from playground.guard.files import language_of_file
from playground.guard.find import findings_in_pieces
from playground.guard.knownfiles import with_told
from playground.guard.marks import NO_MARKS, Marks, marks_in
from playground.guard.piece import text_piece
from playground.guard.scope import every
from playground.server.content import Content

__all__ = ["Judge", "Only", "PolicyJudge", "Remover", "Replacements"]

Replacements: TypeAlias = dict[str, Any]
"""`{"edits": what takes keys out of a notebook, "names": of each key by its fingerprint}`."""


class Only(NamedTuple):
    """Of all keys, those of one cell's part (None: the notebook's own) with these fingerprints."""

    cell: int | None
    part: str
    fingerprints: frozenset[str]

    def has(self, finding: Finding) -> bool:
        """Whether *finding* is of such a key."""
        where = finding.place.cell, finding.place.part
        return where == (self.cell, self.part) and finding.fingerprint in self.fingerprints


class Remover(Protocol):
    """Whoever takes keys out of a content."""

    def replacements(
        self,
        notebook: Mapping[str, Any],
        *,
        path: str,
        known: Mapping[str, str] | None = None,
        only: Only | None = None,
    ) -> Replacements:
        """
        Return what takes the banned and warned keys, or *only* some, out of *notebook*.

        *known* names keys by their fingerprints.
        """
        ...

    def redacted(self, content: Content, *, path: str) -> Content:
        """Return *content* without any banned or warned key."""
        ...


class Judge(Remover, Protocol):
    """Whoever tells what of a content is banned."""

    def verdict(self, content: Content, *, path: str) -> Verdict:
        """Return the verdict on *content*, which is to be saved at the contents path *path*."""
        ...

    def markable(self, *, path: str) -> frozenset[str]:
        """Return the codes of the kinds whose keys a person may mark as test keys at *path*."""
        ...

    def describe(self) -> dict[str, Any]:
        """Return `{"kinds": how many, "known_values": how many, "policy": {…}}`."""
        ...


class PolicyJudge:
    """
    The guard as this server uses it.

    The policy is read anew for each verdict, so that tightening it needs no restart; the kinds
    are compiled once and again only when a file of the user's own kinds has changed.
    """

    def __init__(self, *, root: Path, policy_file: Path | None = None) -> None:
        self.root = root
        self.policy_file = policy_file
        self._compiled: tuple[object, Catalogue] | None = None
        self._seen: tuple[object, object, Clean] = (None, None, Clean())

    def policy(self, *, path: str = "") -> Policy:
        """
        Return the policy that holds at the contents path *path*.

        Raises:
            PolicyError: a file of settings cannot be read, or loosens a rule.
        """
        start = self.root / path.strip("/")
        return Policy.load(start.parent if path else self.root, file=self.policy_file)

    def catalogue(self, policy: Policy) -> Catalogue:
        """
        Return the compiled kinds, those of *policy* and what keyrings hold at this moment.

        Raises:
            KindError: a kind cannot be read, or fails its own proof.
            PolicyError: the policy names a kind that there is not.
        """
        stamp = tuple((kinds, kinds.stat().st_mtime_ns) for kinds in policy.kinds if kinds.exists())
        compiled = self._compiled
        if compiled is None or compiled[0] != (policy.kinds, stamp):
            compiled = (policy.kinds, stamp), Catalogue.load(extra=policy.kinds)
            self._compiled = compiled
        policy.check(compiled[1].codes)
        return with_told(compiled[1])

    def _clean(self, catalogue: Catalogue) -> Clean:
        """Return the cells in which *catalogue*, its known values too, found nothing so far."""
        kinds, known, clean = self._seen
        if kinds is not catalogue.kinds or known != catalogue.known:
            clean = Clean()
            self._seen = catalogue.kinds, catalogue.known, clean
        return clean

    def verdict(self, content: Content, *, path: str) -> Verdict:
        """Return the verdict on *content*, which is to be saved at the contents path *path*."""
        before = self.catalogue(self.policy(path=path))
        visit = Visit(self._clean(before))
        found = self.findings(visit.unknown(_pieces(content, path=path)), path=path)
        policy = self.policy(path=path)
        after = self.catalogue(policy)
        # What was learned meanwhile, the scan may or may not have known.
        if (before.kinds, before.known) == (after.kinds, after.known):
            visit.ended({finding.place.cell for finding in found})
        return judge(found, policy, marks=_marks(content, policy))

    def findings(self, read: Iterable[Piece], *, path: str) -> list[Finding]:
        """Return each key in what was *read* of a content for the contents path *path*."""
        return findings_in_pieces(read, self.catalogue(self.policy(path=path)))

    def replacements(
        self,
        notebook: Mapping[str, Any],
        *,
        path: str,
        known: Mapping[str, str] | None = None,
        only: Only | None = None,
    ) -> Replacements:
        """Return what takes the banned and warned keys, or *only* some, out of *notebook*."""
        policy = self.policy(path=path)
        redaction = redact_notebook(
            notebook,
            self.catalogue(policy),
            policy=policy,
            known=known,
            is_wanted=only.has if only else every,
        )
        return {"edits": redaction.to_json(), "names": dict(redaction.names)}

    def redacted(self, content: Content, *, path: str) -> Content:
        """
        Return *content* without any banned or warned key.

        Raises:
            NotebookError: a key could not be taken out.
        """
        policy = self.policy(path=path)
        catalogue = self.catalogue(policy)
        if isinstance(content, Mapping):
            return redact_notebook(content, catalogue, policy=policy).notebook
        raw = content.encode("utf-8", "surrogateescape")
        redacted = redact_bytes(raw, Scope(catalogue=catalogue, policy=policy), path=path)
        return redacted.decode("utf-8", "surrogateescape")

    def markable(self, *, path: str) -> frozenset[str]:
        """Return the codes of the kinds whose keys a person may mark as test keys at *path*."""
        policy = self.policy(path=path)
        return frozenset(code for code in policy.test_keys or () if policy.lets_mark(code))

    def describe(self) -> dict[str, Any]:
        """Return how many kinds and values this judge knows, and the policy at the root."""
        policy = self.policy()
        catalogue = self.catalogue(policy)
        return {
            "kinds": len(catalogue.kinds),
            "known_values": len(catalogue.known.values),
            "policy": policy.to_json(),
        }


def _pieces(content: Content, *, path: str) -> Iterator[Piece]:
    if isinstance(content, Mapping):
        yield from pieces(content)
    else:
        yield text_piece(content, language=language_of_file(path))


def _marks(content: Content, policy: Policy) -> Marks:
    return marks_in(content) if policy.test_keys and isinstance(content, Mapping) else NO_MARKS
