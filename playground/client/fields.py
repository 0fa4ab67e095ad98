"""Secrets that only their name betrays: form fields, query parameters, JSON members, cookies."""

from collections.abc import Callable
import re

__all__ = ["masked_cookies", "masked_fields"]

_TOKENS = "access_token|refresh_token|id_token|client_secret|csrf_token|api_key|apikey|device_code"
_UNSAID = "password|code_verifier|client_assertion|assertion"
_SHORTEST_CODE = 16  # `?code=promo` is a word, an authorization code is not

_MEMBER = re.compile(rf'"({_TOKENS}|{_UNSAID})"(\s*:\s*)"((?:[^"\\]|\\.)+)"')
_PAIR = re.compile(rf"(?<![^?&#\s])({_TOKENS}|{_UNSAID})=([^&#\s]+)")
_CODE = re.compile(rf"(?<![^?&#\s])(code|state|_csrf)=([^&#\s]{{{_SHORTEST_CODE},}})")
_COOKIE = re.compile(r"(^|;\s*)([^=;\s]+)=([^;]*)")
_STANDS_FOR = re.compile(r"(?:keys(?:\[|%5B)|\[redacted:|%5Bredacted)")
_ATTRIBUTES = frozenset(
    {"path", "domain", "max-age", "expires", "samesite", "secure", "httponly", "partitioned"}
)

Name = Callable[[str, str], str]


def masked_fields(text: str, *, reference: Name) -> str:
    """
    Return *text* without the values of fields that are secret by name.

    Args:
        text: JSON, a form, or anything with a query in it.
        reference: given value and field name, what stands for a token that may be used again.
    """

    def stand_in(name: str, value: str) -> str:
        if _STANDS_FOR.match(value):
            return value
        return reference(value, name) if name in _TOKENS.split("|") else _redacted(name)

    text = _MEMBER.sub(lambda m: f'"{m[1]}"{m[2]}"{stand_in(m[1], m[3])}"', text)
    text = _PAIR.sub(lambda m: f"{m[1]}={stand_in(m[1], m[2])}", text)
    return _CODE.sub(lambda m: f"{m[1]}={_redacted(m[1])}", text)


def masked_cookies(header: str) -> str:
    """Return a Cookie or Set-Cookie header with the values gone and the attributes kept."""
    return _COOKIE.sub(
        lambda m: m[0] if m[2].lower() in _ATTRIBUTES else f"{m[1]}{m[2]}={_redacted('cookie')}",
        header,
    )


def _redacted(name: str) -> str:
    return f"[redacted:{name}]"
