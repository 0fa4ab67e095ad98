"""Policy and kinds reach `scan` and `redact` by every road, and no road loosens another."""

import json
from pathlib import Path
import re

import pytest

from tests.cli.run import Run, run
from tests.cli.test_scan import KEY, PUBLISHABLE, Write, data_folder, write

__all__ = ["data_folder", "write"]

GUIDE = (Path(__file__).parents[2] / "docs" / "guard.md").read_text()
KINDS = re.search(r'```toml\n(issuer = "Acme".*?)```', GUIDE, re.DOTALL)
ACME = "acme_" + "Qw7eRt5yUi9o" * 2


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an administrator's settings; nobody else has any."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "machine"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "nobody"))
    (tmp_path / "machine").mkdir()
    return tmp_path / "machine"


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """Return the guide's own example of a file of kinds."""
    assert KINDS
    path = tmp_path / "kinds" / "acme.toml"
    path.parent.mkdir()
    path.write_text(KINDS[1])
    return path


ROADS = {
    "flag": lambda _, acme: ["--kinds", acme],
    "policy file": lambda folder, acme: ["--policy", _policy(folder / "any.toml", acme)],
    "playground.toml": lambda folder, acme: [_policy(folder / "playground.toml", acme)][1:],
    "pyproject.toml": lambda folder, acme: [
        _policy(folder / "pyproject.toml", acme, head="[tool.playground]\n")
    ][1:],
    "machine": lambda folder, acme: [_policy(folder / "machine" / "playground.toml", acme)][1:],
}


def _policy(path: Path, acme: Path, *, head: str = "") -> Path:
    # One road names it from where the settings lie, the others from anywhere.
    name = acme.relative_to(path.parent) if path.parent in acme.parents else acme
    path.write_text(f'{head}kinds = ["{name}"]\n')
    return path


@pytest.mark.parametrize("road", ROADS)
def test_a_kind_of_ones_own_is_found_and_redacted(
    write: Write, tmp_path: Path, acme: Path, road: str
) -> None:
    """The guide's example works as it stands there, whatever names its file."""
    options = ROADS[road](tmp_path, acme)
    path = write(f"key = '{ACME}'")
    assert "Acme API key" in run("scan", path, *options).out
    assert run("redact", path, *options).status == 0
    assert 'keys["acme-api-key"]' in json.loads(path.read_text())["cells"][0]["source"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("tooShort1", "tooShort1" * 3), "line 4, kind 'acme-api-key': its near miss number 1"),
        (("{24,64}", "{24,64}(?=x)"), "line 4, kind 'acme-api-key': its pattern looks around"),
        (("[A-Za-z0-9]{24,64}", "(?:a|aa)+"), "which takes exponential time"),
        (("lifetime", "lifespan"), "line 4, kind 'acme-api-key': it lacks lifetime. See"),
        (("[[kind]]", "[[kinds]]"), "at least one `[[kind]]`"),
        (("issuer =", "issuer"), "acme.toml: "),
    ],
)
@pytest.mark.parametrize("command", ["scan", "redact"])
def test_a_kind_that_fails_its_proof_stops_the_command(
    write: Write, acme: Path, command: str, change: tuple[str, str], words: str
) -> None:
    """Exit 2, one line with file, line, kind and next step; nothing is scanned by half."""
    acme.write_text(acme.read_text().replace(*change))
    done = run(command, write(f"key = '{KEY}'"), "--kinds", acme)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "acme.toml" in done.err
    assert words in done.err


def test_a_file_of_kinds_that_is_gone_stops_the_command(write: Write, tmp_path: Path) -> None:
    """A policy that names it would guard less in silence."""
    (tmp_path / "playground.toml").write_text('kinds = ["gone.toml"]\n')
    done = run("scan", write("x = 1"))
    assert (done.status, "gone.toml" in done.err) == (2, True)


@pytest.mark.parametrize("name", ["playground.toml", "pyproject.toml"])
def test_a_project_cannot_loosen_what_the_machine_says(
    write: Write, machine: Path, tmp_path: Path, name: str
) -> None:
    """A publishable key is banned by the administrator, and stays so."""
    (machine / "playground.toml").write_text('ban = ["linquid-publishable-key"]\n')
    head = "[tool.playground]\n" if name == "pyproject.toml" else ""
    (tmp_path / name).write_text(f"{head}ban = []\nwarn = []\n")
    assert run("scan", write(f"key = '{PUBLISHABLE}'")).status == 1


def test_a_flag_cannot_loosen_what_the_project_says(write: Write, tmp_path: Path) -> None:
    """Nor can an option for one run."""
    (tmp_path / "playground.toml").write_text('ban = ["linquid-publishable-key"]\n')
    (tmp_path / "mild.toml").write_text("ban = []\n")
    path = write(f"key = '{PUBLISHABLE}'")
    assert run("scan", path, "--policy", "mild.toml").status == 1


def test_a_misspelled_kind_stops_the_command(write: Write, tmp_path: Path) -> None:
    """A ban of nothing would only seem to protect."""
    (tmp_path / "playground.toml").write_text('ban = ["linquid-publishabel-key"]\n')
    done = run("scan", write("x = 1"))
    assert done.status == 2
    assert "Did you mean 'linquid-publishable-key'?" in done.err


def marked(path: Path) -> Path:
    """Mark the key of *path* as a test key, and let the notebook claim more than it may."""
    notebook = json.loads(path.read_text())
    (finding,) = json.loads(run("scan", path, "--format", "json").out)["findings"]
    says = {"test_keys": [finding["fingerprint"]], "ban": [], "policy": {"ban": []}}
    notebook["cells"][0]["metadata"]["playground"] = says
    notebook["metadata"]["playground"] = says
    path.write_text(json.dumps(notebook))
    return path


def of(kind: str) -> str:
    """Return settings that let a person mark keys of *kind*."""
    return f'test_keys = ["{kind}"]\n'


@pytest.mark.parametrize(
    ("says", "status"),
    [
        (("", ""), 1),
        (("", of("linquid-live-key")), 0),
        (("", of("linquid-test-key")), 1),
        ((of("linquid-live-key"), ""), 0),
        (("test_keys = []\n", of("linquid-live-key")), 1),
        ((of("linquid-test-key"), of("linquid-live-key")), 1),
        (('ban = ["linquid-live-key"]\n', of("linquid-live-key")), 1),
    ],
)
def test_a_mark_counts_only_where_every_policy_lets_it(
    write: Write, machine: Path, tmp_path: Path, says: tuple[str, str], status: int
) -> None:
    """A notebook cannot loosen its own policy; neither can a project its organisation's."""
    path = marked(write(f"key = '{KEY}'"))
    (machine / "playground.toml").write_text(says[0])
    (tmp_path / "playground.toml").write_text(says[1])
    before = path.read_bytes()
    assert status == scanned_and_redacted(path).status
    assert (path.read_bytes() == before) == (status == 0)


def scanned_and_redacted(path: Path) -> Run:
    """Return how the scan of *path* ends, and redact it afterwards."""
    done = run("scan", path)
    assert run("redact", path).status == 0
    return done
