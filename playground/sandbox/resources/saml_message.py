"""
Messages of SAML as far as the simulated identity provider speaks it.

What it says carries a random value, and the sandbox keeps a digest of that together with all that
was said: so nothing can be changed or wrapped, and no database holds what could sign. A real
provider's XML signature is not verified here, and refused.
"""

import base64
from dataclasses import astuple, dataclass, fields
from datetime import datetime
import hmac
from html import escape
from typing import TYPE_CHECKING, Self

from playground.sandbox.refusal import Refusal, invalid
from playground.sandbox.values import digest

if TYPE_CHECKING:  # parsers of XML cost a start 10 ms, and are rarely needed
    from xml.etree.ElementTree import Element

__all__ = ["METADATA", "PROTOCOL", "Statement", "element", "encoded_request", "request_id"]

PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
_LONGEST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an identity provider says of a person: who, to whom, about which request, until when."""

    purpose: str
    issuer: str
    audience: str
    in_response_to: str
    name_id: str
    not_on_or_after: str

    def written(self, value: str) -> str:
        """Return the message with the random *value*, as a form carries it."""
        values = "".join(
            f"<{field.name}>{escape(text)}</{field.name}>"
            for field, text in zip(fields(self), astuple(self), strict=True)
        )
        text = f'<Response xmlns="{PROTOCOL}">{values}<proof>{escape(value)}</proof></Response>'
        return base64.b64encode(text.encode()).decode()

    def proof(self, value: str) -> str:
        """Return the digest by which the message with *value* is known again."""
        return digest("\n".join((value, *map(str, astuple(self)))))

    @classmethod
    def read(cls, message: str) -> tuple[Self, str]:
        """
        Return what *message* says, and its random value, which is still to be checked.

        Raises:
            Refusal: it is no message of the simulated provider's (400).
        """
        found = element(_decoded(message), pointer="/SAMLResponse")
        texts = {child.tag.rpartition("}")[2]: child.text or "" for child in found}
        names = [field.name for field in fields(cls)]
        if not {*names, "proof"} <= texts.keys():
            raise invalid("/SAMLResponse", "holds no statement that can be read here")
        return cls(**{name: texts[name] for name in names}), texts["proof"]

    def refuse_unproven(self, value: str, proofs: str, *, now: datetime) -> None:
        """
        Refuse the statement if none of *proofs* is of it and *value*, or if its time is over.

        Raises:
            Refusal: it proves nothing (403).
        """
        own = self.proof(value)
        if not any(hmac.compare_digest(own, known) for known in proofs.split()):
            raise Refusal(403, "FORBIDDEN", "The assertion's signature cannot be verified")
        if datetime.fromisoformat(self.not_on_or_after) <= now:
            raise Refusal(403, "FORBIDDEN", "The assertion is too old")


def encoded_request(kind: str, *, key: str, issuer: str, destination: str, time: str) -> str:
    """Return a request of *kind*, such as `AuthnRequest`, as a query carries it."""
    text = (
        f'<{kind} xmlns="{PROTOCOL}" ID="{escape(key)}" Version="2.0"'
        f' IssueInstant="{escape(time)}" Destination="{escape(destination)}">'
        f"<Issuer>{escape(issuer)}</Issuer></{kind}>"
    )
    return base64.b64encode(text.encode()).decode()


def request_id(message: str) -> str:
    """Return the ID of the request that *message* is."""
    return element(_decoded(message), pointer="/query/SAMLRequest").get("ID", "")


def element(text: str, *, pointer: str) -> "Element":
    """
    Return the root of an XML document that declares nothing.

    Raises:
        Refusal: it is none, or has a document type, which could make it grow (400).
    """
    from xml.etree import ElementTree as ET  # noqa: PLC0415  as above

    if "<!" in text or len(text) > _LONGEST:
        raise invalid(pointer, "must be XML without a document type")
    try:
        return ET.fromstring(text)  # noqa: S314  without a document type there is no entity
    except ET.ParseError:
        raise invalid(pointer, "must be XML") from None


def _decoded(message: str) -> str:
    try:
        return base64.b64decode(message, validate=True).decode()
    except ValueError:
        raise invalid("/SAMLResponse", "must be base64 of a message in UTF-8") from None
