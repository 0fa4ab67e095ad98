"""A kind proves itself by its own examples, and one that fails cannot load."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from playground.errors import KindError
from playground.guard import Catalogue
from playground.guard.kind import kinds_in
from playground.guard.proof import prove

GOOD: Mapping[str, Any] = {
    "code": "acme-key",
    "title": "key",
    "pattern": "(?P<key>acme_(?P<secret>[a-z0-9]{12}))",
    "keywords": ["acme_"],
    "privilege": "privileged",
    "lifetime": "never",
    "hits": [["acme_", "k3v9x2m7r4w8"]],
    "misses": [["acme_", "k3v9x2"]],
}
SIBLING = {**GOOD, "code": "acme-other", "keywords": ["acme_"]}


def proved(*tables: Mapping[str, Any]) -> list[str]:
    """Return the codes of the kinds of one issuer, once they are read and proved."""
    kinds = kinds_in({"issuer": "Acme", "kind": list(tables)}, place="acme.toml")
    prove(kinds, place="acme.toml")
    return [kind.code for kind in kinds]


def test_a_good_kind_is_proved() -> None:
    """A kind that finds its hits and nothing else is accepted."""
    assert proved(GOOD) == ["acme-key"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hits": [["acme_", "short"]]}, "hit number 1 is not found"),
        ({"hits": []}, "at least one hit"),
        ({"misses": []}, "at least one hit and one miss"),
        ({"misses": [["acme_", "w8r4m7x2v9k3"]]}, "near miss number 1 is found"),
        ({"keywords": ["other_"]}, "hit number 1 is not found"),
        ({"hits": [["acme_", "xxxxxxxxxxxx"]]}, "hit number 1 is not found"),
    ],
    ids=["hit", "no hits", "no misses", "miss", "keyword", "placeholder"],
)
def test_a_kind_that_fails_its_proof_is_refused(change: Mapping[str, Any], message: str) -> None:
    """The error tells which example fails."""
    with pytest.raises(KindError, match=message):
        proved({**GOOD, **change})


def test_a_kind_that_finds_its_siblings_key_is_refused() -> None:
    """Two kinds of one issuer must tell their keys apart."""
    with pytest.raises(KindError, match="the hit of its sibling 'acme-other' number 1 is found"):
        proved(GOOD, SIBLING)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pattern": "(?P<key>acme_(a+)+)"}, "exponential"),
        ({"pattern": "(?P<key>acme_(?=a)[a-z]{12})"}, "looks around"),
        ({"pattern": "(?P<key>(a)cme_\\2)"}, "refers back"),
        ({"pattern": "acme_[a-z]{12}"}, "no group named `key`"),
        ({"pattern": "(?P<key>acme_"}, "cannot be read"),
        ({"keywords": []}, "no keyword"),
        ({"keywords": ["ключ_"]}, "not ASCII"),
        ({"keywords": "acme_"}, "keywords is of the wrong type"),
        ({"pattern": 5}, "pattern is of the wrong type"),
        ({"hits": [[1]]}, "hits is of the wrong type"),
        ({"tail": -1}, "tail is of the wrong type"),
        ({"alphabet": "a]"}, "inside of a character class"),
        ({"code": "Acme Key"}, "its code"),
        ({"pattern": "(?P<key>acme_(?:a|aa)*)"}, "a choice of likes"),
        ({"pattern": "(?P<key>acme_(?:a|ab|b){30})"}, "a choice of likes"),
        ({"pattern": "(?P<key>acme_[a-z]+[a-z0-9]+)"}, "without a bound"),
        ({"privilege": "secret"}, "privilege is none of"),
        ({"starts": "sometimes"}, "starts is none of"),
        ({"colour": "red"}, "unknown fields: colour"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_kind_that_could_do_harm_is_refused(change: Mapping[str, Any], message: str) -> None:
    """A pattern runs in linear time, and a file of kinds has only fields that mean something."""
    with pytest.raises(KindError, match=message):
        proved({**GOOD, **change})


def test_an_error_never_shows_an_example() -> None:
    """The error names the kind and the number of the example, not the example."""
    with pytest.raises(KindError) as caught:
        proved({**GOOD, "misses": [["acme_", "w8r4m7x2v9k3"]]})
    assert "w8r4m7x2v9k3" not in str(caught.value)
    assert "acme-key" in str(caught.value)


def test_a_catalogue_refuses_a_kind_without_proof(tmp_path: Path) -> None:
    """A user's file is proved as ours are."""
    file = tmp_path / "acme.toml"
    file.write_text(
        'issuer = "Acme"\n[[kind]]\ncode = "acme-key"\ntitle = "key"\n'
        "pattern = '(?P<key>acme_[a-z]{12})'\nkeywords = ['acme_']\n"
        'privilege = "privileged"\nlifetime = "never"\nhits = [["acme_short"]]\n'
        'misses = [["acme"]]\n',
        encoding="utf-8",
    )
    with pytest.raises(KindError, match="hit number 1 is not found"):
        Catalogue.load(extra=[file])
