"""Tell the guard of this user's servers what a kernel's keyrings hold, by keyed hashes alone."""

import atexit
from collections.abc import Iterable
import os
from pathlib import Path
import sys
from threading import RLock
import warnings

from playground.credentials.credential import Credential, CredentialKind
from playground.credentials.reference import REFERENCE
from playground.guard import Catalogue, findings_in_text
from playground.guard.known import KnownValue, described
from playground.guard.knownfiles import Telling, known_directory

__all__ = ["Teller", "is_kernel"]


class Teller:
    """
    Keeps the file of this process, once it has something to tell.

    Values that a kind of the guard finds by their shape are told by name only: that kind judges
    them, and so does what is made to be shown, as a publishable key is.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory
        self._lock = RLock()
        self._rings: dict[int, tuple[Credential, ...]] = {}
        self._file: Telling | None = None
        self._process = os.getpid()
        self._catalogue: Catalogue | None = None
        self._seen: dict[tuple[str, str], tuple[tuple[KnownValue, ...], str]] = {}

    def tell(self, ring: int, credentials: Iterable[Credential]) -> None:
        """Tell that the keyring *ring* holds *credentials* now; a failure is a warning."""
        if self._process != os.getpid():
            return  # forked off: the file is its parent's
        with self._lock:
            self._rings[ring] = tuple(credentials)
            try:
                self._write()
            except (ImportError, OSError) as error:
                warnings.warn(
                    "The values of your keys are not known to the guard of your saves: "
                    f"{error}. Keys of a known kind are still found.",
                    stacklevel=4,
                )

    def end(self) -> None:
        """Take everything back; a process that was forked off has nothing to take back."""
        with self._lock:
            if self._file is not None and self._process == os.getpid():
                self._file.end()
                self._file = None

    def _write(self) -> None:
        each = {
            (one.name, one.secret.reveal()): one
            for ring in self._rings.values()
            for one in ring
            if one.secret and not REFERENCE.search(one.secret.reveal())
        }
        if self._file is None:
            if not each:
                return
            self._file = Telling(self._directory or known_directory())
            atexit.register(self.end)
        values: list[KnownValue] = []
        names: dict[str, str] = {}
        for (name, value), credential in each.items():
            known, fingerprint = self._described(name, value)
            names[fingerprint] = name
            if credential.kind is not CredentialKind.PUBLISHABLE_KEY:
                values += known
                names |= {one.digest: name for one in known}
        self._file.tell(values, names=names)

    def _described(self, name: str, value: str) -> tuple[tuple[KnownValue, ...], str]:
        self._catalogue = self._catalogue or Catalogue.load()
        fingerprint = self._catalogue.fingerprint
        mark = (name, fingerprint(value))
        if mark not in self._seen:
            known = described(name, value, fingerprint=fingerprint)
            is_shaped = known and _is_shaped(value, self._catalogue)
            self._seen[mark] = ((() if is_shaped else known), mark[1])
        return self._seen[mark]


def _is_shaped(value: str, catalogue: Catalogue) -> bool:
    """Return whether a kind recognises the whole *value* by its shape alone."""
    return any(
        (one.start, one.end) == (0, len(value)) and one.kind.certainty == "shape"
        for one in findings_in_text(value, catalogue)
    )


def is_kernel() -> bool:
    """Return whether this process is a Jupyter kernel."""
    module = sys.modules.get("ipykernel.kernelapp")
    return module is not None and module.IPKernelApp.initialized()
