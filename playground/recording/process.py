"""The cassette and the network lock of this process: opened once, as the environment says."""

import atexit
from collections.abc import Mapping

from playground.client import Masker
from playground.credentials import keys
from playground.recording.lock import NetworkLock
from playground.recording.setting import setting

__all__ = ["open_from_environment"]

_lock = NetworkLock()
_opened: list[object] = []


def open_from_environment(environ: Mapping[str, str]) -> None:
    """Open the cassette that *environ* names, and lock the network if it is replayed; once."""
    mode, path = setting(environ)
    if mode == "off" or _opened:
        return
    # vcr costs 50 ms, and only those who record or replay pay.
    from playground.recording.cassette import Cassette  # noqa: PLC0415
    from playground.recording.redact import Redactor  # noqa: PLC0415

    cassette = Cassette(path, mode, redactor=Redactor(Masker(keys)))
    cassette.open()
    _opened.append(cassette)
    atexit.register(cassette.close)
    if mode == "replay":
        _lock.close()
