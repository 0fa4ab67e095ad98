"""Values of a keyring are found wherever they hide, though only their keyed hashes are known."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from playground.guard import (
    Catalogue,
    Finding,
    findings_in_notebook,
    findings_in_text,
    judge,
    redact_notebook,
)
from playground.guard.fingerprint import fingerprint_of
from playground.guard.known import KnownValue, described
from playground.guard.knownfiles import Telling, told
from playground.guard.matcher_python import PythonMatcher
from playground.guard.report import finding_to_json

NAME = "db-password"
VALUE = "hunter2-Horse9!xyz"
WORDS = "correct horse battery staple"
ENDS = ("pR4tY8wZ", "m3Nb6Lq1")
ACCENTED = "Pässwörd" + "-genüg7"


def fingerprint(value: str) -> str:
    """Return the keyed hash of *value* under a key of these tests."""
    return fingerprint_of(value, hash_key=b"k" * 32)


def knowing(*values: str) -> Catalogue:
    """Return a catalogue to which *values* are known."""
    known = [one for value in values for one in described(NAME, value, fingerprint=fingerprint)]
    catalogue = Catalogue.load(fingerprint=fingerprint)
    return catalogue.with_known(known, names={one.digest: NAME for one in known})


def notebook(source: str, *, output: str = "") -> dict[str, Any]:
    """Return a notebook with one code cell."""
    stream = {"output_type": "stream", "name": "stdout", "text": [output]}
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [stream]}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}


def known_in(found: list[Finding]) -> list[Finding]:
    """Return those of *found* that are known values."""
    return [one for one in found if one.kind.code == "known-value"]


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


HIDING = {
    "added": lambda value: f"v = '{value[:6]}'\nv += '{value[6:]}'",
    "ansi": lambda value: f"{value[:3]}\x1b[31m{value[3:]}",
    "as it is": lambda value: value,
    "base64": lambda value: _base64(f"user:{value}@x"),
    "base64 after a path": lambda value: f"/v1/abc/{_base64(f'user:{value}')}",
    "base64 in a sum": lambda value: f"{_base64(value)[:9]!r} + {_base64(value)[9:]!r}",
    "base64 of base64": lambda value: _base64(_base64(f"user:{value}")),
    "basic": lambda value: f"Authorization: Basic {_base64(f'user:{value}')}",
    "bytes": lambda value: repr(value.encode()),
    "code points": lambda value: "".join(f"\\u{ord(one):04x}" for one in value),
    "entities": lambda value: "".join(f"&#{ord(one)};" for one in value),
    "escaped JSON": lambda value: json.dumps(json.dumps({"k": f"\n{value}"})),
    "gzip": lambda value: b64encode(gzip.compress(f"a {value} b".encode())).decode(),
    "gzip in hex": lambda value: gzip.compress(f"a {value} b".encode()).hex(),
    "hex": lambda value: value.encode().hex(),
    "hex of base64": lambda value: _base64(f"u:{value}").encode().hex(),
    "hexadecimal entities": lambda value: "".join(f"&#x{ord(one):X};" for one in value),
    "implicit sum": lambda value: f"a = ('{value[:6]}'\n     '{value[6:]}')",
    "numbers": lambda value: str(list(value.encode())),
    "octal": lambda value: "".join(f"\\{one:03o}" for one in value.encode()),
    "percent": lambda value: f"https://x/?p={quote(value, safe='')}",
    "percent throughout": lambda value: "".join(f"%{one:02x}" for one in value.encode()),
    "quoted lines": lambda value: f"> {value[:9]}\n> {value[9:]}",
    "percent twice": lambda value: quote(quote(value, safe=""), safe=""),
    "spaced hex": lambda value: value.encode().hex(" "),
    "sum": lambda value: f"a = '{value[:6]}' + '{value[6:]}'",
    "url": lambda value: f"postgres://u:{value}@host/db",
    "wbr": lambda value: f"<b>{value[:3]}<wbr>{value[3:]}</b>",
    "spans": lambda value: "".join(f"<span>{one}</span>" for one in value),
    "url-safe base64": lambda value: urlsafe_b64encode(f"?~?:{value}".encode()).decode(),
    "wrapped": lambda value: f"{value[:9]}\n{value[9:]}",
    "zero width": "\u200b".join,
}


@pytest.mark.parametrize("value", [VALUE, ACCENTED], ids=["ascii", "accented"])
@pytest.mark.parametrize("hiding", HIDING)
def test_a_known_value_is_found(hiding: str, value: str) -> None:
    """In text, in code and in an output, it is found and banned, and redaction takes it out."""
    catalogue, text = knowing(value), HIDING[hiding](value)
    for found in (
        findings_in_text(text, catalogue),
        findings_in_notebook(notebook(text), catalogue),
        findings_in_notebook(notebook("", output=text), catalogue),
    ):
        assert known_in([judged.finding for judged in judge(found).banned])
    redacted = redact_notebook(notebook(text, output=text), catalogue).notebook
    assert known_in(findings_in_notebook(redacted, catalogue)) == []


@pytest.mark.parametrize(
    "source",
    [
        "''.join(['{0}', '{1}'])",
        "f\"{{'{0}'}}{1}\"",
        "bytes.fromhex('{2}').decode()",
    ],
    ids=["join", "f-string", "fromhex"],
)
def test_code_that_computes_a_known_value_is_found(source: str) -> None:
    """Strings that only computing brings together are computed."""
    code = source.format(VALUE[:6], VALUE[6:], VALUE.encode().hex())
    assert known_in(findings_in_notebook(notebook(f"x = {code}"), knowing(VALUE)))


@pytest.mark.parametrize("offset", range(3))
def test_a_known_value_is_found_at_each_alignment_of_base64(offset: int) -> None:
    """What stands before it shifts what it is written as."""
    text = _base64("-" * offset + VALUE + "-")
    assert known_in(findings_in_text(text, knowing(VALUE)))


def test_one_of_many_values_is_found_by_either_engine() -> None:
    """The compiled engine and the one in Python look for the same traces."""
    values = [f"{VALUE}{number}" for number in range(20)]
    catalogue = knowing(*values)
    slow = replace(catalogue, matcher=PythonMatcher(catalogue.forms))
    text = f"some words\n{_base64(values[7])} and {values[13]}."
    for engine in (catalogue, slow.with_known(catalogue.known.values, names={})):
        assert len(known_in(findings_in_text(text, engine))) == 2


def test_no_trace_tells_of_the_end_of_a_value() -> None:
    """Values with the same beginning have the same traces: the rest is known by its hash alone."""
    one, other = (described(NAME, "kJ7dQ2xV" + rest, fingerprint=fingerprint) for rest in ENDS)
    assert [each.traces for each in one] == [each.traces for each in other]
    assert [each.digest for each in one] != [each.digest for each in other]


def test_a_value_of_ordinary_words_is_found_whole_only() -> None:
    """Its words are harmless; together, they are the value."""
    catalogue = knowing(WORDS)
    assert known_in(findings_in_text(f"it is {WORDS}.", catalogue))
    assert findings_in_text("a battery of horse staples is correct", catalogue) == []


def test_a_part_of_a_longer_word_is_no_value() -> None:
    """A value is matched on maximal runs: never inside a longer one."""
    value = "Ab3dE6gH" + "9jK2mN"
    catalogue = knowing(value)
    assert known_in(findings_in_text(f"x {value} y", catalogue))
    assert findings_in_text(f"x{value}y", catalogue) == []


@pytest.mark.parametrize(
    "value",
    ["s3cr3t!", "password", "YOUR_API_KEY_HERE", "x" * 20, "12345678"],
    ids=["short", "word", "placeholder", "run", "number"],
)
def test_what_is_no_secret_is_not_looked_for(value: str) -> None:
    """A short, an ordinary or a made-up value would be found in harmless text."""
    assert described(NAME, value, fingerprint=fingerprint) == ()


def test_the_finding_names_the_credential() -> None:
    """People and programs learn by which name the keyring has it, and code is told by that name."""
    catalogue = knowing(VALUE)
    (judged,) = judge(findings_in_notebook(notebook(f"a = '{VALUE}'"), catalogue)).banned
    told_of = finding_to_json(judged, path="a.ipynb")
    assert (told_of["kind"], told_of["name"]) == ("known-value", NAME)
    assert VALUE not in json.dumps(told_of)
    redacted = redact_notebook(notebook(f"a = '{VALUE}'"), catalogue).notebook
    assert f'keys["{NAME}"]' in "".join(redacted["cells"][0]["source"])


def test_a_key_of_a_kind_takes_the_name_of_the_keyring() -> None:
    """What the guard finds by its shape is redacted to the name that it has already."""
    key = "lw_live_" + "a1b2c3d4" * 4
    catalogue = Catalogue.load(fingerprint=fingerprint).with_known(
        (), names={fingerprint(key): "links-writer"}
    )
    redacted = redact_notebook(notebook(f"a = '{key}'"), catalogue).notebook
    assert 'keys["links-writer"]' in "".join(redacted["cells"][0]["source"])


def test_without_known_values_nothing_is_looked_through() -> None:
    """A catalogue that knows no value builds no reading and hashes no word."""

    def refused(value: str) -> str:
        raise AssertionError(value)

    catalogue = Catalogue.load(fingerprint=refused)
    assert findings_in_text(f"word {VALUE}\n" * 100, catalogue) == []


@pytest.fixture
def telling(tmp_path: Path) -> Iterator[Telling]:
    """Return a program that tells, until the end of the test."""
    telling = Telling(tmp_path)
    yield telling
    telling.end()


def _told() -> tuple[tuple[KnownValue, ...], dict[str, str]]:
    values = described(NAME, VALUE, fingerprint=fingerprint)
    return values, {one.digest: NAME for one in values}


def test_what_is_told_holds_no_value(tmp_path: Path, telling: Telling) -> None:
    """Only this user can read the file, and neither value nor plain hash is in it."""
    values, names = _told()
    telling.tell(values, names=names)

    assert told(tmp_path).values == values
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert VALUE.encode() not in path.read_bytes()
        assert fingerprint_of(VALUE, hash_key=b"").encode() not in path.read_bytes()
    assert tmp_path.stat().st_mode & 0o077 == 0


def test_what_is_told_ends_with_its_program(tmp_path: Path, telling: Telling) -> None:
    """What was taken back is forgotten; what a killed program left behind is taken away."""
    values, names = _told()
    other = Telling(tmp_path)
    other.tell(values, names=names)
    other.end()
    assert told(tmp_path).values == ()

    (tmp_path / "1-dead.json").write_text(json.dumps({"values": [], "names": {"f": "n"}}))
    (tmp_path / "1-dead.lock").touch()
    telling.tell(values, names=names)
    assert told(tmp_path).names == names
    assert not list(tmp_path.glob("1-dead*"))
