"""Git stores no key: the filter takes it out of what is staged, the hooks refuse the commit."""

from collections.abc import Callable, Mapping
import json
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys

import pytest

from tests.cli.test_scan import KEY, Write, data_folder, write

__all__ = ["data_folder", "write"]

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
GUIDE = (ROOT / "docs" / "guard.md").read_text()
CONFIGURATION = re.findall(r"^git config (\S+) '?([^'\n]+)'?$", GUIDE, re.MULTILINE)

Git = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    """Return the environment of somebody who installed us, and has no settings of git's own."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }


@pytest.fixture
def git(tmp_path: Path, environment: Mapping[str, str]) -> Git:
    """Return what runs git in a fresh repository."""

    def run(*arguments: str, folder: Path = tmp_path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    run("init", "-q")
    (tmp_path / ".git" / "info" / "exclude").write_text("data\nhome\n")
    return run


@pytest.fixture
def filtered(git: Git, tmp_path: Path) -> Git:
    """Return git in a repository that is set up as the guide says."""
    (tmp_path / ".gitattributes").write_text("*.ipynb filter=playground\n")
    for name, value in CONFIGURATION:
        assert git("config", name, value).returncode == 0
    return git


def test_what_is_staged_has_no_key(filtered: Git, write: Write) -> None:
    """The index holds the reference, the work tree the notebook that still runs."""
    path = write(f"key = '{KEY}'", name="sub folder/it's.ipynb")
    assert filtered("add", "-A").returncode == 0
    staged = filtered("show", ":sub folder/it's.ipynb").stdout
    assert 'keys["linquid-live-key"]' in json.loads(staged)["cells"][0]["source"]
    assert KEY not in staged
    assert KEY in path.read_text()
    assert not any(KEY.encode() in one.read_bytes() for one in objects(path.parents[1]))


def objects(top: Path) -> list[Path]:
    """Return the files in which git keeps what it was given, unpacked."""
    for path in (top / ".git" / "objects").rglob("*"):
        if path.is_file():
            unpacked = top / "unpacked" / path.name
            unpacked.parent.mkdir(exist_ok=True)
            command = ["git", "cat-file", "-p", path.parent.name + path.name]
            unpacked.write_bytes(subprocess.check_output(command, cwd=top))  # noqa: S603
    found = list((top / "unpacked").iterdir())
    assert found
    return found


def test_a_checkout_changes_nothing(filtered: Git, write: Write) -> None:
    """What was committed comes back byte for byte, and adding it again changes nothing."""
    path = write(f"key = '{KEY}'")
    filtered("add", "-A")
    assert filtered("commit", "-qm", "x").returncode == 0
    assert filtered("status", "--porcelain").stdout == ""
    committed = filtered("show", "HEAD:a.ipynb").stdout
    path.unlink()
    assert filtered("checkout", "a.ipynb").returncode == 0
    assert path.read_text() == committed
    filtered("add", "--renormalize", ".")
    assert filtered("status", "--porcelain").stdout == ""


def test_a_filter_that_fails_blocks_the_add(filtered: Git, write: Write) -> None:
    """Nothing is staged that could not be looked at."""
    path = write("x = 1")
    path.write_text(f'{{"cells": ["{KEY}"')
    done = filtered("add", "a.ipynb")
    assert done.returncode != 0
    assert "not JSON" in done.stderr
    assert KEY not in done.stderr
    assert filtered("ls-files").stdout == ""


def test_a_missing_command_blocks_the_add(filtered: Git, write: Write) -> None:
    """Somebody who has the configuration and not the command stages nothing."""
    write(f"key = '{KEY}'")
    filtered("config", "filter.playground.clean", "playground-is-not-installed redact -")
    assert filtered("add", "a.ipynb").returncode != 0
    assert filtered("ls-files").stdout == ""


@pytest.fixture
def hooked(git: Git, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Git:
    """Return git in a repository whose commits go through our hooks, by the real pre-commit."""
    ours = tmp_path_factory.mktemp("hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", ours)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        assert git(*command, folder=ours).returncode == 0
    revision = git("rev-parse", "HEAD", folder=ours).stdout.strip()
    # A language of its own would build us from source, which needs a network.
    hooks = [
        {"id": name, "language": "system"} for name in ("playground-scan", "playground-redact")
    ]
    settings = {"repos": [{"repo": str(ours), "rev": revision, "hooks": hooks}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(json.dumps(settings))
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.write_text(f"#!/bin/sh\nexec '{BIN / 'pre-commit'}' run --color never\n")
    hook.chmod(0o755)
    assert git("add", ".pre-commit-config.yaml").returncode == 0
    return git


def test_a_commit_with_a_key_is_refused_and_redacted(hooked: Git, write: Write) -> None:
    """The scan names the cell, the redaction mends the file, and the next commit goes through."""
    path = write("x = 1", f"key = '{KEY}'")
    hooked("add", "-A")
    refused = hooked("commit", "-qm", "with a key")
    said = refused.stdout + refused.stderr
    assert refused.returncode == 1
    assert "cell 2, source, line 1: Linquid live workspace key" in said
    assert KEY not in said + path.read_text()
    hooked("add", "-A")
    assert hooked("commit", "-qm", "without").returncode == 0
    assert KEY not in hooked("show", "HEAD:a.ipynb").stdout


def test_the_whole_repository_can_be_checked(
    hooked: Git, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    """`pre-commit run --all-files` looks at what is committed already, in any text file."""
    (tmp_path / "settings.py").write_text(f"KEY = '{KEY}'\n")
    hooked("add", "-A")
    hooked("commit", "-qnm", "past the hooks")
    done = subprocess.run(  # noqa: S603  our own command
        [BIN / "pre-commit", "run", "--all-files", "--color", "never"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "settings.py: ban" in done.stdout


def test_the_plain_hook_of_the_guide_refuses(git: Git, tmp_path: Path, write: Write) -> None:
    """Two lines do without pre-commit, also in a folder below and for a partly staged file."""
    script = re.search(r"```sh\n(#!/bin/sh\n.*?)```", GUIDE, re.DOTALL)
    assert script
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.write_text(script[1])
    hook.chmod(0o755)
    write(f"key = '{KEY}'", name="below/a.ipynb")
    git("add", "-A")
    write("x = 1", name="below/a.ipynb")
    done = git("commit", "-qm", "x", folder=tmp_path / "below")
    assert done.returncode == 1
    assert "below/a.ipynb: ban" in done.stdout + done.stderr
    git("add", "-A")
    assert git("commit", "-qm", "x", folder=tmp_path / "below").returncode == 0
