"""How long a key lives is read offline, or is unknown."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard import keyformat
from playground.guard.lifetime import Lifetime, lifetime

NOON = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)
UNKNOWN = Lifetime(known="unknown")


def jwt(payload: object) -> str:
    """Return a token with *payload*, signed by nobody."""
    parts = [{"alg": "HS256"}, payload]
    encoded = [urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "c2ln"])


def test_our_own_format_holds_its_end() -> None:
    """A key tells the minute in which it ends."""
    key = keyformat.mint("lw_live_", expires_at=NOON)
    assert lifetime("embedded", key) == Lifetime(known="expires", expires_at=NOON)


def test_our_own_format_may_have_no_end() -> None:
    """A key without an expiry never ends."""
    key = keyformat.mint("lw_live_", expires_at=None)
    assert lifetime("embedded", key) == Lifetime(known="never")


def test_a_checksum_that_is_wrong_leaves_the_end_unknown() -> None:
    """An expiry that anybody may have typed is not believed."""
    key = keyformat.mint("lw_live_", expires_at=NOON)
    other = "0" if key[-1] != "0" else "1"
    assert lifetime("embedded", key[:-1] + other) == UNKNOWN


def test_a_jwt_holds_its_end() -> None:
    """The claim `exp` counts seconds."""
    token = jwt({"exp": int(NOON.timestamp())})
    assert lifetime("jwt", token) == Lifetime(known="expires", expires_at=NOON)


@pytest.mark.parametrize(
    "payload",
    [{}, {"exp": None}, {"exp": "soon"}, {"exp": 1e300}, {"exp": [1]}, [], 7, "text"],
    ids=repr,
)
def test_a_jwt_without_a_readable_end_is_unknown(payload: object) -> None:
    """A payload of any shape is read without an error."""
    assert lifetime("jwt", jwt(payload)) == UNKNOWN


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    """Whatever is taken for a token, the answer is a lifetime."""
    assert lifetime("jwt", text) == UNKNOWN
    assert lifetime("embedded", text) == UNKNOWN


@pytest.mark.parametrize("rule", ["never", "short", "unknown"])
def test_an_issuers_rule_holds_for_every_key(rule: str) -> None:
    """What the issuer says of all its keys needs no look at one."""
    assert lifetime(rule, "anything").known == rule  # type: ignore[arg-type]  # a plain string
