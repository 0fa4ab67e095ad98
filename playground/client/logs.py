"""What httpx and httpcore log, masked: a URL with a key in its query is one of their lines."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging

from playground.client.masking import Masker

__all__ = ["masked_logs"]

# A filter works on its own logger only, so each that speaks must be named.
_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy")


class _Filter(logging.Filter):
    def __init__(self, masker: Masker) -> None:
        super().__init__()
        self._masker = masker

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._masker.text(record.getMessage()), ()
        return True


@contextmanager
def masked_logs(masker: Masker) -> Iterator[None]:
    """Let no line of the lower libraries hold a key while a request is under way."""
    added = _Filter(masker)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(added)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(added)
