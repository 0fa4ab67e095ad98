"""
Record notebooks anew: `python -m playground.recording.record notebooks/*.ipynb`.

Each runs twice: against a fresh sandbox, which makes its cassette, and then against that
cassette, which makes the outputs to store. Nothing is written if either fails or leaves a key.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
import os
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
import nbformat

from playground.credentials.recognise import catalogue
from playground.errors import NotebookError, PlaygroundError
from playground.guard import findings_in_text
from playground.recording.notebook import cassette_of, kernel_environment
from playground.recording.setting import TapeMode

__all__ = ["main", "record"]

_SECONDS_A_CELL = 60
_LIVE_VIEW = "application/vnd.jupyter.widget-view+json"


def record(notebook: Path) -> None:
    """
    Write the outputs of *notebook* and its cassette anew.

    Raises:
        NotebookError: it cannot be read, a cell fails, or a key would be stored.
    """
    with TemporaryDirectory() as folder:
        cassette = Path(folder, "cassette.yaml")
        _executed(notebook, "record", cassette=cassette)
        text = _written(_executed(notebook, "replay", cassette=cassette))
        tape = cassette.read_text() if cassette.exists() else ""
    _refuse_keys(text + tape, notebook)
    if tape:
        cassette_of(notebook).parent.mkdir(exist_ok=True)
        cassette_of(notebook).write_text(tape)
    notebook.write_text(text + "\n")


def _executed(notebook: Path, mode: TapeMode, *, cassette: Path) -> nbformat.NotebookNode:
    """Return *notebook* with the outputs of a fresh kernel."""
    content = _read(notebook)
    with TemporaryDirectory() as ipython:
        environment = kernel_environment(
            os.environ, mode=mode, cassette=cassette, ipython=Path(ipython)
        )
        client = NotebookClient(
            content,
            timeout=_SECONDS_A_CELL,
            kernel_name="python3",
            record_timing=False,
            store_widget_state=False,
            resources={"metadata": {"path": str(notebook.resolve().parent)}},
        )
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            raise NotebookError(
                f"a cell failed ({mode}): {error.ename}: {error.evalue}",
                path=notebook,
                next_step="Mend the cell; nothing was written.",
            ) from None
    return _steady(content)


def _read(notebook: Path) -> nbformat.NotebookNode:
    try:
        content: nbformat.NotebookNode = nbformat.read(  # type: ignore[no-untyped-call]  # no types
            notebook, as_version=4
        )
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise NotebookError("this is no notebook", path=notebook) from error
    return content


def _written(content: nbformat.NotebookNode) -> str:
    text: str = nbformat.writes(content)  # type: ignore[no-untyped-call]  # nbformat has no types
    return text


def _steady(content: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return *content* without what differs from run to run and from machine to machine."""
    content.metadata["language_info"] = {"name": "python"}
    for cell in content.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(_LIVE_VIEW, None)
    return content


def _refuse_keys(text: str, notebook: Path) -> None:
    findings = findings_in_text(text, catalogue())
    if findings:
        raise NotebookError(
            f"the recording would hold {len(findings)} keys, the first a {findings[0].kind.name}",
            path=notebook,
            next_step="Nothing was written. Take the key out of what the notebook prints.",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Record each notebook that *arguments* name; return 0, or 2 after a failure."""
    parser = ArgumentParser(prog="python -m playground.recording.record", description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    try:
        for notebook in parser.parse_args(arguments).notebooks:
            record(notebook)
            sys.stdout.write(f"{notebook}: recorded\n")
    except PlaygroundError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
