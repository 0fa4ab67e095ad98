"""The README's commands exist, and what it points at is there."""

from importlib import import_module
from pathlib import Path
import re
import subprocess

import pytest
import typer

from playground.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def targets() -> set[str]:
    """Return the Makefile's targets that a person may call."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_readme_names_both_commands() -> None:
    """Two commands do all the set-up."""
    text = (ROOT / "README.md").read_text()
    assert "make run" in text
    assert "make test" in text


def test_the_gate_runs_the_readme_test_command() -> None:
    """What CI checks is what a person checks."""
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if re.match(r"(exec )?make ", line)]
    assert commands == ["exec make test"]


def test_help_lists_every_target() -> None:
    """`make help` hides nothing."""
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"],  # noqa: S607  make is what is tested
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert {line.split()[0] for line in listed.splitlines()} == targets()


def options() -> dict[str, set[str]]:
    """Return the options of each of our commands."""
    commands = {
        name: typer.main.get_command(import_module(f"playground.cli.{name.replace('-', '_')}").app)
        for name in COMMANDS
    }
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in commands.items()
    }


def test_the_readme_names_every_command_of_ours() -> None:
    """A command that nobody is told of is no command."""
    told = set(
        re.findall(r"^\| `playground ([a-z-]+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    )
    assert told == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_our_commands_on_a_page_exist(page: Path) -> None:
    """A page names only commands and options that the command line has."""
    known = options()
    for command, rest in re.findall(
        r"playground ([a-z-]+)((?: [^`\n#|]*)?)[`\n#|]", page.read_text()
    ):
        if command in known or f"`playground {command}" in page.read_text():
            named = set(re.findall(r"(?<![\w-])--[a-z]+[a-z-]*", rest)) - {"--"}
            assert named <= known[command], f"playground {command}{rest}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_links_of_a_page_exist(page: Path) -> None:
    """A page names only targets that exist, and links only to files that exist."""
    text = page.read_text()
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets()
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
