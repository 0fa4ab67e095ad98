"""The rows of the choosers: operations as the document orders them, keys without their values."""

from collections.abc import Iterable
from datetime import UTC, datetime
import re

from playground.credentials.credential import Credential, CredentialStatus
from playground.openapi.operation import Operation
from playground.widgets.lab import Keys
from playground.widgets.wire import KeyRow, OperationRow

__all__ = ["key_rows", "operation_rows"]

_SHORT = {
    **{word: word.upper() for word in ("api", "csv", "id", "ip", "qr", "sdk", "sms", "url", "utm")},
    "oauth": "OAuth",
}


def operation_rows(operations: Iterable[Operation]) -> list[OperationRow]:
    """Return a row for each of *operations*, those of one tag together."""
    rows: dict[str, list[OperationRow]] = {}
    for operation in operations:
        tag = operation.tags[0] if operation.tags else "Other"
        rows.setdefault(tag, []).append(_operation_row(operation, tag))
    return [row for group in rows.values() for row in group]


def _heading(tag: str) -> str:
    """Return *tag* as a person writes it: "api-keys" is "API keys"; a written one stays."""
    if tag != tag.lower():
        return tag
    words = [_SHORT.get(word, word) for word in re.split(r"[-_ ]+", tag)]
    first, *rest = words or [""]
    return " ".join([first[:1].upper() + first[1:], *rest])


def _operation_row(operation: Operation, tag: str) -> OperationRow:
    return {
        "id": operation.id,
        "method": operation.method.upper(),
        "path": operation.path,
        "summary": operation.summary or operation.id,
        "tag": _heading(tag),
        "provenance": operation.provenance,
        "deprecated": operation.deprecated,
    }


def key_rows(keys: Keys) -> list[KeyRow]:
    """Return a row for each of *keys*, its status in words as of the server's clock."""
    now = keys.as_of or datetime.now(UTC)
    return [_key_row(one, now=now) for one in keys.credentials]


def _key_row(credential: Credential, *, now: datetime) -> KeyRow:
    status, usable = _status(credential, now)
    detail = (credential.purpose, credential.owner and f"owner {credential.owner}")
    unknown = credential.unknown
    return {
        "name": credential.name,
        "kind": "unknown kind" if "kind" in unknown else str(credential.kind).replace("_", " "),
        "scopes": None if "scopes" in unknown else sorted(credential.scopes),
        "status": status,
        "usable": usable,
        "detail": " · ".join(filter(None, detail)),
    }


def _status(credential: Credential, now: datetime) -> tuple[str, bool]:
    """Return the status in words, and whether the key can still be used."""
    if credential.status is not CredentialStatus.ACTIVE:
        return str(credential.status), False
    day = f"{credential.expires_at:%Y-%m-%d}" if credential.expires_at else ""
    if credential.expires_at and credential.expires_at <= now:
        return f"expired on {day}", False
    if "expires_at" in credential.unknown:
        return "status and expiry unknown", True
    ends = f"expires on {day}" if day else "never expires"
    if "status" in credential.unknown:
        return f"status unknown, {ends}", True
    return (f"active until {day}" if day else "active, never expires"), True
