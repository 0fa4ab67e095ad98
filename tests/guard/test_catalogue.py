"""The catalogue: every kind once, with those of the user."""

import os
from pathlib import Path
from shutil import copytree, ignore_patterns
import subprocess
import sys

import pytest

import playground
from playground.errors import KindError
from playground.guard import Catalogue, findings_in_text

FILE = """
issuer = "Acme"
[[kind]]
code = "CODE"
title = "key"
pattern = '(?P<key>acme_[a-z0-9]{12})'
keywords = ["acme_"]
privilege = "privileged"
lifetime = "never"
hits = [["acme_", "k3v9x2m7r4w8"]]
misses = [["acme_", "k3v9x2"]]
"""


def written(folder: Path, *, code: str) -> Path:
    """Return a file with a kind of that *code*."""
    path = folder / f"{code}.toml"
    path.write_text(FILE.replace("CODE", code), encoding="utf-8")
    return path


def test_a_users_kind_is_found(tmp_path: Path) -> None:
    """A file of kinds adds to what is shipped."""
    catalogue = Catalogue.load(extra=[written(tmp_path, code="acme-key")])
    found = findings_in_text("KEY = acme_" + "k3v9x2m7r4w8", catalogue)
    assert [finding.kind.code for finding in found] == ["acme-key"]
    assert catalogue.codes > Catalogue.load().codes


def test_a_kind_that_fails_is_named_with_its_line(tmp_path: Path) -> None:
    """File, line, kind and next step are told."""
    path = written(tmp_path, code="acme-key")
    second = FILE.partition("[[kind]]")[2].replace("CODE", "bcme-key").replace("{12}", "{13}")
    second = second.replace("acme_", "bcme_")
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[[kind]]{second}", encoding="utf-8")
    with pytest.raises(KindError) as caught:
        Catalogue.load(extra=[path])
    assert "acme-key.toml, line 13, kind 'bcme-key': its hit number 1" in str(caught.value)
    assert "Mend its `pattern`" in str(caught.value)


def test_a_file_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    """Two folders may name the same file; two kinds of one file may not share a code."""
    path = written(tmp_path, code="acme-key")
    assert Catalogue.load(extra=[path, path]).codes >= {"acme-key"}
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}[[kind]]{text.partition('[[kind]]')[2]}", encoding="utf-8")
    with pytest.raises(KindError, match=r"line 12: the code 'acme-key' is taken by .*line 3"):
        Catalogue.load(extra=[path])


@pytest.mark.parametrize(
    "change",
    [
        {"privileged": "client_safe"},
        {'"never"': '"short"'},
        {'"never"': '"embedded"'},
        {"starts": "starts"},
    ],
    ids=["client safe", "short", "embedded", "strict"],
)
def test_a_users_kind_takes_no_key_from_ours(tmp_path: Path, change: dict[str, str]) -> None:
    """A kind that would swallow a live key, to have it judged less strictly, does not get it."""
    path = written(tmp_path, code="acme-key")
    text = path.read_text(encoding="utf-8").replace("acme_[a-z0-9]{12}", "x-lw_live_[A-Za-z0-9]+")
    text = text.replace('"acme_"]', '"x-lw_live_"]').replace('"acme_", ', '"x-lw_live_", ')
    text = text.replace('misses = [["x-lw_live_", "k3v9x2"]]', 'misses = [["x-lw_live_"]]')
    for old, new in change.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    key = "lw_live_" + "Zk3vQ9xLm2Ty" * 2
    found = findings_in_text(f"k = 'x-{key}'", Catalogue.load(extra=[path]))
    is_lenient = "starts" not in change
    assert [one.kind.code for one in found] == ["linquid-live-key" if is_lenient else "acme-key"]


def test_a_code_is_never_taken_twice(tmp_path: Path) -> None:
    """A user's kind cannot pass for one of ours."""
    with pytest.raises(KindError, match="'linquid-live-key' is taken by"):
        Catalogue.load(extra=[written(tmp_path, code="linquid-live-key")])


@pytest.mark.parametrize("content", [b"issuer = [", b"\xff\xfe", b'issuer = "Acme"\n', b""])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read, or holds no kind, is an error that names it."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(KindError, match=r"broken\.toml"):
        Catalogue.load(extra=[path])


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    """A policy that names a file of kinds which is gone does not guard less in silence."""
    with pytest.raises(KindError, match=r"gone\.toml"):
        Catalogue.load(extra=[tmp_path / "gone.toml"])


def test_a_proved_kind_is_proved_again_after_a_change(tmp_path: Path) -> None:
    """What is cached is the proof of these very bytes."""
    path = written(tmp_path, code="acme-key")
    Catalogue.load(extra=[path])
    path.write_text(path.read_text(encoding="utf-8").replace("{12}", "{13}"), encoding="utf-8")
    with pytest.raises(KindError, match="hit number 1 is not found"):
        Catalogue.load(extra=[path])


def test_two_installations_share_what_is_proved(tmp_path: Path) -> None:
    """What one installation has cached, the same version elsewhere reads as shipped, too."""
    folder = tmp_path / "elsewhere" / "playground"
    here = Path(playground.__file__).parent
    for name in ("__init__.py", "errors.py"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((here / name).read_bytes())
    copytree(here / "guard", folder / "guard", ignore=ignore_patterns("__pycache__"))
    code = (
        "from playground.guard import Catalogue, catalogue as module\n"
        "print(module.__file__, sum(kind.is_added for kind in Catalogue.load().kinds))"
    )
    for root in (folder.parent, here.parent):
        places = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(root)}
        run = subprocess.run(  # noqa: S603  this Python
            [sys.executable, "-c", code],
            cwd=root,
            env=os.environ | places,
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.split() == [str(root / "playground" / "guard" / "catalogue.py"), "0"]
