"""
Messages of SAML as far as the simulated identity provider speaks it.

What it asserts is signed over the very values that are read, not over XML: so nothing can be
wrapped around a signature. A real provider's XML signature is not verified here, and refused.
"""

import base64
from dataclasses import astuple, dataclass, fields
from datetime import datetime
import hashlib
import hmac
from typing import Self
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from playground.sandbox.refusal import Refusal, invalid

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

    def signed(self, secret: str) -> str:
        """Return the message as a form carries it."""
        values = "".join(
            f"<{field.name}>{escape(value)}</{field.name}>"
            for field, value in zip(fields(self), astuple(self), strict=True)
        )
        signature = f"<signature>{self._mac(secret)}</signature>"
        text = f'<Response xmlns="{PROTOCOL}">{values}{signature}</Response>'
        return base64.b64encode(text.encode()).decode()

    @classmethod
    def read(cls, message: str) -> tuple[Self, str]:
        """
        Return what *message* says, and its signature, which is still to be checked.

        Raises:
            Refusal: it is no message of the simulated provider's (400).
        """
        found = element(_decoded(message), pointer="/SAMLResponse")
        texts = {child.tag.rpartition("}")[2]: child.text or "" for child in found}
        names = [field.name for field in fields(cls)]
        if not {*names, "signature"} <= texts.keys():
            raise invalid("/SAMLResponse", "holds no statement that can be read here")
        return cls(**{name: texts[name] for name in names}), texts["signature"]

    def refuse_unsigned(self, secret: str, signature: str, *, now: datetime) -> None:
        """
        Refuse the statement if *secret* did not sign it, or if its time is over.

        Raises:
            Refusal: it proves nothing (403).
        """
        if not hmac.compare_digest(signature.encode(), self._mac(secret).encode()):
            raise Refusal(403, "FORBIDDEN", "The assertion's signature cannot be verified")
        if datetime.fromisoformat(self.not_on_or_after) <= now:
            raise Refusal(403, "FORBIDDEN", "The assertion is too old")

    def _mac(self, secret: str) -> str:
        text = "\n".join(map(str, astuple(self)))
        return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def encoded_request(kind: str, *, key: str, issuer: str, destination: str, time: str) -> str:
    """Return a request of *kind*, such as `AuthnRequest`, as a query carries it."""
    text = (
        f'<{kind} xmlns="{PROTOCOL}" ID={quoteattr(key)} Version="2.0"'
        f" IssueInstant={quoteattr(time)} Destination={quoteattr(destination)}>"
        f"<Issuer>{escape(issuer)}</Issuer></{kind}>"
    )
    return base64.b64encode(text.encode()).decode()


def request_id(message: str) -> str:
    """Return the ID of the request that *message* is."""
    return element(_decoded(message), pointer="/query/SAMLRequest").get("ID", "")


def element(text: str, *, pointer: str) -> ET.Element:
    """
    Return the root of an XML document that declares nothing.

    Raises:
        Refusal: it is none, or has a document type, which could make it grow (400).
    """
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
