"""One cassette in use: the only module that names vcr's machinery."""

from contextlib import ExitStack
import logging
from pathlib import Path
from typing import Any

from vcr.cassette import Cassette as VcrCassette  # type: ignore[import-untyped]  # no types
from vcr.config import VCR  # type: ignore[import-untyped]  # no types
from vcr.record_mode import RecordMode  # type: ignore[import-untyped]  # no types
from vcr.request import Request  # type: ignore[import-untyped]  # no types

from playground.errors import CassetteMiss
from playground.recording.redact import Redactor
from playground.recording.setting import TapeMode

__all__ = ["Cassette", "credential"]

_MATCH_ON = ("method", "scheme", "host", "port", "path", "query", "body", "credential")
_CREDENTIALS = ("x-api-key", "x-publishable-key", "authorization", "cookie", "x-workspace-id")
_AGAIN = "Record it anew: `make record`."


class Cassette:
    """
    Every request of this process goes through it, from `open` to `close`.

    Replaying, an answer is given once for each time it was recorded, and what was not recorded
    raises `CassetteMiss`. Recording, each answer is written down as soon as it is there.
    """

    def __init__(self, path: Path, mode: TapeMode, *, redactor: Redactor) -> None:
        self.path = path
        self.mode = mode
        self._redactor = redactor
        self._stack = ExitStack()

    def open(self) -> None:
        """
        Begin.

        Raises:
            CassetteMiss: there is no cassette to replay.
        """
        if self.mode == "replay" and not self.path.is_file():
            raise CassetteMiss("there is no such cassette", place=str(self.path), next_step=_AGAIN)
        if self.mode == "record":
            self.path.unlink(missing_ok=True)
        # vcr logs whole requests and answers, before they are redacted.
        logging.getLogger("vcr").setLevel(logging.CRITICAL + 1)
        self._stack.enter_context(_Strict.use(**self._configuration()))

    def close(self) -> None:
        """End, and leave the network as it was."""
        self._stack.close()

    def _redacted(self, request: Request) -> Request:
        return Request(request.method, **self._redactor.request(request)._asdict())

    def _configuration(self) -> dict[str, Any]:
        vcr = VCR(
            cassette_library_dir=str(self.path.parent.resolve()),
            record_mode=RecordMode.NONE if self.mode == "replay" else RecordMode.ONCE,
            before_record_request=self._redacted,
            before_record_response=self._redactor.response,
            decode_compressed_response=True,
        )
        vcr.matchers["credential"] = credential
        configuration: dict[str, Any] = vcr.get_merged_config(
            path=str(self.path.resolve()), match_on=_MATCH_ON
        )
        return configuration


class _Strict(VcrCassette):  # type: ignore[misc]  # vcr has no types
    """A cassette whose misses tell what differs and hold no key."""

    def can_play_response_for(self, request: Request) -> bool:
        if super().can_play_response_for(request):
            return True
        if self.write_protected:
            raise _miss(self, self.filter_request(request))
        return False

    def append(self, request: Request, response: dict[str, Any]) -> None:
        super().append(request, response)
        if not self.write_protected:
            self._save()  # a kernel may be killed before it ends in order


def _miss(cassette: VcrCassette, request: Request) -> CassetteMiss:
    nearest = cassette.find_requests_with_most_matches(request)
    differs = ", ".join(name for name, _ in nearest[0][2]) if nearest else "everything"
    return CassetteMiss(
        f"{request.method} {request.uri} was not recorded"
        + (f"; the nearest recorded request differs in: {differs}" if differs else " once more"),
        place=Path(cassette.path).name,
        next_step=_AGAIN,
    )


def credential(one: Request, other: Request) -> bool:
    """Return whether both requests carry the same key; its name is what a miss calls it by."""
    return all(one.headers.get(name) == other.headers.get(name) for name in _CREDENTIALS)
