"""A keyring gives keys by name, and never shows a value."""

from datetime import UTC, datetime, timedelta
import json
import pickle

import pytest

from playground.credentials import Credential, CredentialKind, Keyring, Secret
from playground.credentials.current import CurrentKeys
from playground.errors import NameTaken, PlaygroundError, UnknownKey
from playground.guard import keyformat

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
VALUE = "lw_live_" + "a1b2C3d4" * 4


def lent(name: str, value: str, **fields: object) -> Credential:
    """Return a credential as a sandbox lends it."""
    given = {"kind": CredentialKind.WORKSPACE_KEY, "workspace": "ws_acme", **fields}
    return Credential(name=name, secret=Secret(value, name=name), **given)  # type: ignore[arg-type]  # any field


@pytest.fixture
def keyring() -> Keyring:
    """Return a keyring with one key of one's own."""
    ring = Keyring()
    ring.put("bot", VALUE, scopes=frozenset({"links:read"}), owner="Ada")
    return ring


def test_a_key_is_found_by_its_name(keyring: Keyring) -> None:
    """The secret that was put in comes out."""
    assert keyring["bot"].reveal() == VALUE
    assert keyring["bot"].name == "bot"
    assert "bot" in keyring
    assert keyring.get("nobody") is None


@pytest.mark.parametrize("show", [repr, str, Keyring._repr_html_, lambda k: f"{k} {k['bot']}"])
def test_no_view_shows_a_value(keyring: Keyring, show: object) -> None:
    """What a cell prints names the key and hides its value."""
    shown = show(keyring)  # type: ignore[operator]  # a callable of the table above
    assert "bot" in shown
    assert VALUE not in shown
    assert "links:read" in shown


def test_a_secret_is_not_stored() -> None:
    """Neither pickle nor JSON takes a secret."""
    with pytest.raises(TypeError):
        pickle.dumps(Secret(VALUE, name="bot"))
    with pytest.raises(TypeError):
        json.dumps(Secret(VALUE, name="bot"))


@pytest.mark.parametrize("value", [VALUE, VALUE.encode(), Secret(VALUE)], ids=type)
def test_a_value_comes_in_any_form(value: str | bytes | Secret) -> None:
    """A redacted literal may have been text, bytes or a secret."""
    assert Keyring().put("my_links_writer_2024_eu", value).reveal() == VALUE


def test_what_is_kept_replaces_no_other_key(keyring: Keyring) -> None:
    """A redacted value gets a name that is free, or its own; never that of another key."""
    current = CurrentKeys()
    current.follow(keyring)
    current.keep("bot", VALUE)
    assert keyring.credential("bot").owner == "Ada"
    with pytest.raises(NameTaken, match="another key") as refused:
        current.keep("bot", VALUE.replace("a", "b"))
    assert keyring["bot"].reveal() == VALUE
    assert VALUE[:12] not in str(refused.value)
    current.keep("other", b"another-value")
    assert keyring["other"].reveal() == "another-value"


def test_an_unknown_name_suggests_the_nearest(keyring: Keyring) -> None:
    """A typing error is answered by the name that was meant."""
    with pytest.raises(UnknownKey, match="Did you mean 'bot'"):
        keyring["bott"]


def test_a_pasted_key_is_not_repeated(keyring: Keyring) -> None:
    """A key in place of a name is refused without being shown."""
    pasted = "lw_test_" + "Z9y8X7w6" * 4
    with pytest.raises(UnknownKey) as raised:
        keyring[pasted]
    assert pasted not in str(raised.value)
    assert pasted[8:] not in str(raised.value)


@pytest.mark.parametrize("name", ["", "a'b", "x" * 61, VALUE], ids=["none", "quote", "long", "key"])
def test_a_bad_name_is_refused(keyring: Keyring, name: str) -> None:
    """A key's name is short, plain, and no key."""
    with pytest.raises(PlaygroundError, match="cannot name a key") as raised:
        keyring.put(name, VALUE)
    assert VALUE not in str(raised.value)


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("lw_live_", CredentialKind.WORKSPACE_KEY),
        ("lw_test_", CredentialKind.WORKSPACE_KEY),
        ("lw_pk_", CredentialKind.PUBLISHABLE_KEY),
        ("lw_at_", CredentialKind.OAUTH_TOKEN),
        ("ghp_", CredentialKind.OTHER),
    ],
)
def test_a_value_tells_its_kind(prefix: str, kind: CredentialKind) -> None:
    """The prefix says what kind of credential a value is."""
    ring = Keyring()
    ring.put("k", prefix + "a1b2C3d4" * 4)
    assert ring.credential("k").kind is kind


def test_a_value_tells_its_expiry() -> None:
    """Linquid's format carries the expiry."""
    ring = Keyring()
    ring.put("k", keyformat.mint("lw_test_", expires_at=NOON))
    assert ring.credential("k").expires_at == NOON


def test_a_value_is_adopted_once(keyring: Keyring) -> None:
    """A value has one name: the one it has, or one after its kind."""
    other = "lw_test_" + "Z9y8X7w6" * 4
    assert keyring.adopt(VALUE) == "bot"
    assert keyring.adopt(other) == "linquid-test-key"
    assert keyring.adopt(other, name="again") == "linquid-test-key"
    assert keyring.adopt(other[:-1], name="bot") == "bot-2"


def test_known_values_are_masked_in_any_text(keyring: Keyring) -> None:
    """A value becomes its reference, also where it was URL-encoded."""
    keyring.put("odd", "p@ss/word+1234")
    masked = keyring.masked(f'{{"key": "{VALUE}"}} ?k=p%40ss%2Fword%2B1234')
    assert masked == "{\"key\": \"keys['bot']\"} ?k=keys['odd']"
    assert json.loads(masked.split(" ?")[0]) == {"key": "keys['bot']"}


def test_what_is_lent_is_replaced_and_what_is_own_stays(keyring: Keyring) -> None:
    """A new sandbox lends new values; a person's keys outlive it."""
    keyring.lend([lent("writer", "first-value"), lent("reader", "reader-value")])
    keyring.lend([lent("writer", "second-value")])
    assert list(keyring) == ["writer", "bot"]
    assert keyring["writer"].reveal() == "second-value"
    assert [c.name for c in keyring.own] == ["bot"]


def test_expiry_is_told_by_the_servers_time() -> None:
    """Whether a key has expired does not depend on the wall clock here."""
    credential = lent("old", "old-value", expires_at=NOON)
    assert Keyring([credential]).status(credential) == "active"
    assert Keyring([credential], as_of=NOON).status(credential) == "expired"
    before = NOON - timedelta(seconds=1)
    assert Keyring([credential], as_of=before).status(credential) == "active"


def test_the_notebooks_keys_follow_the_session() -> None:
    """`keys` shows one keyring after another, and takes keys before the first session."""
    keys = CurrentKeys()
    keys.put("early", VALUE)
    session = Keyring(keys.keyring.own)
    session.put("late", VALUE[:-1])
    keys.follow(session)
    assert list(keys) == ["early", "late"]
    assert repr(keys) == repr(session)
    assert keys["early"].reveal() == VALUE


def test_no_keys_is_said_in_words() -> None:
    """An empty keyring says so."""
    assert repr(Keyring()) == "No keys yet"


def test_what_nobody_told_of_a_key_is_unknown() -> None:
    """A key that came as a bare value shows no scopes, expiry, owner or status as facts."""
    ring = Keyring()
    ring.adopt(VALUE)
    ring.adopt(keyformat.mint("lw_test_", expires_at=None))
    ring.put("mine", "opaque-value-1", scopes=frozenset(), owner="Ada")
    rows = [line.split() for line in repr(ring).splitlines()[2:]]
    kinds = [["linquid-live-key", "workspace", "key"], ["linquid-test-key", "workspace", "key"]]
    assert rows == [
        [*kinds[0], "unknown", "unknown", "unknown", "unknown"],
        [*kinds[1], "unknown", "never", "unknown", "unknown"],
        ["mine", "unknown", "none", "unknown", "Ada", "unknown"],
    ]
