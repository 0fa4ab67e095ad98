"""RFC 8252, section 7, and RFC 9700, section 4.1: which redirect URI an application may use."""

from collections.abc import Iterable
import re
from urllib.parse import parse_qsl, quote, urlencode

__all__ = ["fault_of", "host_of", "is_allowed", "source_of", "with_parameters"]

_LOOPBACK_IP = re.compile(r"http://(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(?=[/?]|\Z)")
_PRINTABLE = re.compile(r"[!-~]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(
    r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?(?=[/?]|\Z)", re.IGNORECASE
)
_URI = re.compile(r"(?:[!#$&-;=?-\[\]_a-z~]|%[0-9A-Fa-f]{2})+")
_OURS = frozenset({"code", "error", "error_description", "error_uri", "iss", "state"})
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "[::1]", "localhost"})
_DANGEROUS = frozenset({"about", "blob", "data", "file", "filesystem", "javascript", "vbscript"})
_MAX_LENGTH, _MAX_PORT = 2000, 65_535


def is_allowed(requested: str, registered: Iterable[str]) -> bool:
    """
    Return whether *requested* is one of *registered*, character by character.

    Only the port of a loopback IP literal may differ: a native application listens on
    whichever is free (RFC 8252, section 7.3); `localhost` is no such literal (section 8.3).
    """
    if _is_unsafe(requested):
        return False
    loose = _without_port(requested)
    return any(
        requested == known or (loose is not None and loose == _without_port(known))
        for known in registered
    )


def fault_of(uri: str) -> str:
    """Return why *uri* cannot be registered, empty if it can."""
    scheme = _scheme(uri)
    if scheme in {"http", "https"}:
        own_fault = _web_fault(uri, scheme)
    else:
        own_fault = "" if scheme and "." in scheme else "has no scheme that is a reversed domain"
    faults = (
        (scheme is None or not _URI.fullmatch(uri), "is no absolute URI (RFC 3986)"),
        (len(uri) > _MAX_LENGTH, "is too long"),
        ("#" in uri, "has a fragment (RFC 6749, section 3.1.2)"),
        ("*" in uri, "has a wildcard: register each URI exactly (RFC 9700, section 4.1.3)"),
        (bool(own_fault), own_fault),
        (_has_our_names(uri), "has a parameter in its query that our answers carry"),
    )
    return next((fault for is_at_fault, fault in faults if is_at_fault), "")


def host_of(uri: str) -> str:
    """Return the part of *uri* that tells a person where they will be sent."""
    match = _AUTHORITY.match(uri)
    return match[0].partition("://")[2] if match else f"{_scheme(uri)}:"


def source_of(uri: str) -> str:
    """Return *uri* as a source of a content security policy, which knows no IPv6 address."""
    match = _AUTHORITY.match(uri)
    return match[0] if match and "[" not in match[0] else f"{_scheme(uri)}:"


def with_parameters(uri: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return *uri* with *parameters* added to its query, which is kept (RFC 6749, 3.1.2)."""
    separator = "?" if "?" not in uri else "" if uri.endswith(("?", "&")) else "&"
    return f"{uri}{separator}{urlencode(list(parameters), quote_via=quote)}"


def _has_our_names(uri: str) -> bool:
    """Return whether an answer there would have a parameter twice (RFC 6749, section 3.1)."""
    names = {name for name, _ in parse_qsl(uri.partition("?")[2], keep_blank_values=True)}
    return not names.isdisjoint(_OURS)


def _web_fault(uri: str, scheme: str) -> str:
    match = _AUTHORITY.match(uri)
    if match is None or int(match[2] or 1) not in range(1, _MAX_PORT + 1):
        return "names no plain host"
    if scheme == "http" and match[1].lower() not in _LOOPBACK_HOSTS:
        return "must use https (RFC 9700, section 2.6)"
    return ""


def _is_unsafe(uri: str) -> bool:
    """Return whether *uri* could never be sent to a browser, whoever registered it."""
    return not _PRINTABLE.fullmatch(uri) or "#" in uri or _scheme(uri) in _DANGEROUS | {None}


def _scheme(uri: str) -> str | None:
    match = _SCHEME.match(uri)
    return match[1].lower() if match else None


def _without_port(uri: str) -> str | None:
    """Return a loopback URI without its port, None if it is none."""
    match = _LOOPBACK_IP.match(uri)
    if match is None or not 0 < int(match[2] or 80) <= _MAX_PORT:
        return None
    return f"http://{match[1]}{uri[match.end() :]}"
