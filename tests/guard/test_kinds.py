"""Every kind that is shipped: proved, sourced, apart from the others, and found by the engine."""

from base64 import b64encode, urlsafe_b64encode
from binascii import b2a_hex
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from playground import guard
from playground.guard import Catalogue, Policy, findings_in_text, judge
from playground.guard.kind import KeyKind

CATALOGUE = Catalogue.load()
FOLDER = Path(guard.__file__).with_name("kinds")
KINDS = {kind.code: kind for kind in CATALOGUE.kinds}
BY_SHAPE = [kind for kind in CATALOGUE.kinds if kind.certainty == "shape"]
NAMED_IN_THE_PROMISE = (
    *("AWS", "GitHub", "GitLab", "Stripe", "Slack", "OpenAI", "Anthropic", "Google", "Azure"),
    *("SendGrid", "Twilio", "npm", "PyPI", "Hugging Face", "Databricks", "Shopify", "Square"),
    *("Dub", "Postman", "DigitalOcean", "Cloudflare", "Datadog", "Sentry", "Private key", "JWT"),
    *("Connection", "Named", "Linquid"),
)


def verdicts(text: str) -> list[tuple[str, str]]:
    """Return kind and verdict of each key in *text*."""
    judged = judge(findings_in_text(text, CATALOGUE), Policy()).judged
    return [(each.finding.kind.code, each.verdict) for each in judged]


def test_at_least_sixty_issuers_are_known() -> None:
    """The guard knows the issuers that developers meet."""
    assert len({kind.issuer for kind in CATALOGUE.kinds}) >= 60


@pytest.mark.parametrize("issuer", NAMED_IN_THE_PROMISE)
def test_each_promised_issuer_is_known(issuer: str) -> None:
    """An issuer that the guide names has a kind."""
    assert issuer in {kind.issuer for kind in CATALOGUE.kinds}


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.code)
def test_each_kind_says_where_it_is_from(kind: KeyKind) -> None:
    """A kind has a public source."""
    assert kind.source.startswith("https://")


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.code)
def test_each_kind_is_found_among_all_others(kind: KeyKind) -> None:
    """The hit of a kind is found by the whole engine, and as that kind."""
    for hit in kind.hits:
        assert kind.code in {code for code, _ in verdicts(hit)}


@pytest.mark.parametrize("kind", BY_SHAPE, ids=lambda kind: kind.code)
def test_no_other_kind_claims_a_hit(kind: KeyKind) -> None:
    """A key has one kind, whatever other issuers' keys look like."""
    for hit in kind.hits:
        claimed = {code for code, _ in verdicts(hit) if KINDS[code].certainty == "shape"}
        assert claimed == {kind.code}


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.code)
def test_a_near_miss_is_banned_by_nobody_for_its_kind(kind: KeyKind) -> None:
    """A placeholder or a key cut short is not a key of that kind."""
    for miss in kind.misses:
        assert kind.code not in {code for code, _ in verdicts(miss)}


@pytest.mark.parametrize("kind", CATALOGUE.kinds, ids=lambda kind: kind.code)
def test_a_sample_of_the_documentation_opens_nothing(kind: KeyKind) -> None:
    """What an issuer prints in its documentation is not found, whatever follows it."""
    for sample in kind.samples:
        assert kind.code not in {code for code, _ in verdicts(f"key: {sample}\nretries 3")}


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("aws-access-key", "ban"),
        ("aws-temporary-key", "warn"),
        ("github-app-installation-token", "warn"),
        ("github-personal-token", "ban"),
        ("google-access-token", "warn"),
        ("named-password", "warn"),
        ("private-key", "ban"),
        ("stripe-live-publishable-key", "allow"),
        ("stripe-live-restricted-key", "ban"),
        ("stripe-test-secret-key", "ban"),
        ("url-password", "warn"),
    ],
)
def test_what_becomes_of_a_kind(code: str, verdict: str) -> None:
    """Short-lived keys and those known by name are warned of, public ones allowed."""
    assert (code, verdict) in verdicts(KINDS[code].hits[0])


def test_a_known_key_in_a_header_takes_its_own_verdict() -> None:
    """A Basic header is judged by what it holds."""
    stripe = b64encode(("sk_live_" + "N8Qpi4yu" * 3 + ":").encode()).decode()
    assert verdicts(f"Authorization: Basic {stripe}") == [("stripe-live-secret-key", "ban")]


@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode, b2a_hex])
@pytest.mark.parametrize("kind", BY_SHAPE, ids=lambda kind: kind.code)
def test_each_kind_is_found_encoded(kind: KeyKind, encode: Callable[[bytes], bytes]) -> None:
    """Base64 and hex hide no kind, wherever in a group of characters the key begins."""
    for hit in kind.hits:
        for before in ('["', '{ "', '{"a": "'):
            encoded = encode(f'{before}{hit}", 7]'.encode()).decode()
            assert kind.code in {code for code, _ in verdicts(f"body = {encoded}")}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_of_kinds_holds_no_key(path: Path) -> None:
    """Examples are written in parts, so that no scanner stumbles over them."""
    assert verdicts(path.read_text(encoding="utf-8")) == []


@settings(max_examples=200)
@given(
    st.sampled_from(BY_SHAPE),
    st.text(alphabet=" \n\"'<>,;()[]{}", max_size=3),
    st.text(alphabet=" \n\"'<>,;()[]{}", min_size=1, max_size=3),
)
def test_a_key_ends_at_any_delimiter(kind: KeyKind, before: str, after: str) -> None:
    """No delimiter that people put around a key hides it."""
    hit = kind.hits[0]
    assert kind.code in {code for code, _ in verdicts(f"{before}{hit}{after}")}
