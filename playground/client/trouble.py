"""Why a request got no answer, in words and with the next step."""

from collections.abc import Mapping

from playground.client.wire import Trouble
from playground.credentials import Environment
from playground.errors import NotSent, SandboxUnreachable

__all__ = ["not_sent"]

_MESSAGES: Mapping[Trouble, str] = {
    "no address": "this is no address that a request can be sent to",
    "no connection": "nothing answers at this address",
    "no answer": "no answer came in time",
    "broken answer": "the connection broke before the answer was there",
}
_AGAIN = (
    "The sandbox may have ended: run `pg.connect()` again, then this. "
    "Keys keep their names; your own keys and the history stay."
)
_ELSEWHERE = "Check the address and your connection, then send it again."


def not_sent(trouble: Trouble, *, place: str, environment: Environment) -> NotSent:
    """Return the error to raise; *place* is the masked request."""
    if environment is Environment.SANDBOX and trouble != "no address":
        return SandboxUnreachable(_MESSAGES[trouble], place=place, next_step=_AGAIN)
    return NotSent(_MESSAGES[trouble], place=place, next_step=_ELSEWHERE)
