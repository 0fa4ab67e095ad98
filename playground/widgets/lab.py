"""What a widget asks of a session, so that any object that answers this can be drawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from playground.credentials.credential import Credential
from playground.exchange import Exchange
from playground.openapi.operation import Operation

__all__ = ["Document", "Explanation", "Keys", "Lab", "Problem"]


class Document(Protocol):
    """The document that a session speaks by."""

    @property
    def title(self) -> str:
        """The API's name."""

    @property
    def servers(self) -> Sequence[Any]:
        """Base URLs, as text."""

    @property
    def schemes(self) -> Mapping[str, Mapping[str, Any]]:
        """Security schemes by name."""


class Keys(Protocol):
    """The session's keyring, seen without values."""

    @property
    def as_of(self) -> datetime | None:
        """The server's clock, by which keys expire; `None` = this machine's."""

    @property
    def credentials(self) -> Sequence[Credential]:
        """Everything about each key but its value."""

    def credential(self, name: str) -> Credential:
        """Return the key called *name*; an unknown name raises `UnknownKey`."""

    def named(self, key: str) -> str:
        """Return the name of *key*, a name or a pasted value; others raise `UnknownKey`."""


class Problem(Protocol):
    """Something that an operation's schema refuses."""

    @property
    def pointer(self) -> str:
        """JSON pointer into the body, or "/query/limit"."""

    @property
    def message(self) -> str:
        """One sentence."""

    @property
    def place(self) -> str:
        """One of "body", "query", "path", "header" and "cookie"."""


class Explanation(Protocol):
    """Why a request is, or would be, allowed or refused."""

    @property
    def allowed(self) -> bool | None:
        """Whether every rule let it through; None where nobody knows yet."""

    @property
    def rule(self) -> str | None:
        """The first rule that failed."""

    @property
    def headline(self) -> str:
        """The reason in one sentence."""

    @property
    def rows(self) -> Sequence[Any]:
        """The card's rows: `term`, `lines` and `is_aside`."""

    @property
    def smallest_change(self) -> str:
        """One sentence, empty when allowed."""

    @property
    def certainty(self) -> str:
        """Where the judgement comes from."""


class Lab(Protocol):
    """A session: the document, its operations, the keys and the one way to send."""

    @property
    def document(self) -> Any:
        """A `Document`."""

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Operations by id; an unknown id raises `UnknownOperation`."""

    @property
    def keys(self) -> Any:
        """A `Keys`."""

    def problems(self, operation_id: str, *, params: Mapping[str, Any], body: Any) -> Sequence[Any]:
        """Return each `Problem` of a request, before it is sent."""

    def completed(self, operation_id: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return *params* with what the session adds to each request by itself."""

    def masked(self, text: str) -> str:
        """Return *text* with the name of each key in its place; the keyring learns new ones."""

    def predict(self, operation_id: str, *, key: str | None) -> Any:
        """Return the `Explanation` that the document leads one to expect."""

    def send(
        self,
        operation_id: str,
        *,
        params: Mapping[str, Any],
        body: Any,
        key: str | None,
        check: bool,
    ) -> Exchange:
        """Send a request and return what came back."""

    async def asend(
        self,
        operation_id: str,
        *,
        params: Mapping[str, Any],
        body: Any,
        key: str | None,
        check: bool,
    ) -> Exchange:
        """Send a request and return what came back; cancelling the task gives it up."""

    def explain(self, exchange: Exchange) -> Any:
        """Return the `Explanation` of an answer."""
