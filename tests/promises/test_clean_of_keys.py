"""The repository holds no key, not even a fake one."""

from pathlib import Path
import subprocess

from playground.guard import Catalogue, findings_in_text

ROOT = Path(__file__).parents[2]


def tracked_texts() -> list[tuple[str, str]]:
    """Return name and text of each text file that git tracks."""
    names = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  git is what a developer has
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    paths = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return [(str(path.relative_to(ROOT)), path.read_text(errors="replace")) for path in paths]


def with_keys(texts: list[tuple[str, str]]) -> list[str]:
    """Return the place and kind of each key in *texts*."""
    catalogue = Catalogue.load()
    return [
        f"{name}: {finding.kind}"
        for name, text in texts
        for finding in findings_in_text(text, catalogue)
    ]


def test_the_repository_is_clean_of_keys() -> None:
    """Our own scanner finds nothing in what we commit."""
    assert with_keys(tracked_texts()) == []


def test_a_planted_key_is_seen() -> None:
    """The check can fail."""
    planted = "lw_live_" + "a1B2c3D4e5" * 4
    assert with_keys([("planted.py", f"KEY = '{planted}'")])
