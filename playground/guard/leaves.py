"""Every string of a JSON value, however deep, without recursion."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from playground.guard.piece import Lines, Pointer, Segment

__all__ = ["KNOWN_NAMES", "Leaf", "joined", "leaves"]

# The names in which the notebook format, and what writes it, are written: no key is among them.
KNOWN_NAMES = frozenset(
    """
    ExecuteTime application/json application/javascript application/vnd.jupyter.widget-view+json
    attachments cell_type cells codemirror_mode collapsed colab data deletable display_name editable
    ename end_time evalue execution execution_count file_extension hidden id image/jpeg image/png
    image/svg+xml input iopub.execute_input iopub.execute_reply iopub.status.busy iopub.status.idle
    jupyter kernelspec language language_info layout lines_to_next_cell metadata mimetype model_id
    name nbformat nbformat_minor nbconvert_exporter nbsphinx output_type outputs outputs_hidden
    pycharm pygments_lexer scrolled shell.execute_reply slide_type slideshow source source_hidden
    start_time state style tags text text/html text/latex text/markdown text/plain traceback trusted
    vscode version version_major version_minor widgets
    """.split()  # noqa: SIM905 - a list of 70 strings would hide them
)

# What a string may stand in.
_HOLDING = (str, dict, list, tuple)
_Way = tuple[Any, str | int] | None


class Leaf(NamedTuple):
    """A string in a JSON value: its way there, the name it is bound to, and if it is a name."""

    pointer: Pointer
    text: str
    label: str
    is_name: bool


def leaves(value: Any, pointer: Pointer = (), *, label: str = "") -> Iterator[Leaf]:
    """Yield every string of *value*, the names in its objects among them, in document order."""
    todo: list[tuple[Any, _Way, str]] = [(value, None, label)]
    while todo:
        node, way, name = todo.pop()
        if isinstance(node, str):
            yield Leaf((*pointer, *_steps(way)), node, name, is_name=False)
        elif isinstance(node, dict):
            for inner in node:
                if inner not in KNOWN_NAMES:
                    steps = (*pointer, *_steps(way), str(inner))
                    yield Leaf(steps, str(inner), "", is_name=True)
            todo += [
                (inside, (way, str(inner)), str(inner))
                for inner, inside in reversed(node.items())
                if isinstance(inside, _HOLDING)
            ]
        elif isinstance(node, list | tuple):
            todo += [
                (node[at], (way, at), name)
                for at in range(len(node) - 1, -1, -1)
                if isinstance(node[at], _HOLDING)
            ]


def _steps(way: _Way) -> Pointer:
    """Return the steps of *way*, which is written from its end: so that depth costs nothing."""
    steps: list[str | int] = []
    while way is not None:
        way, step = way
        steps.append(step)
    return tuple(reversed(steps))


def joined(value: Any, pointer: Pointer) -> tuple[Sequence[Segment], str]:
    """
    Return the raw strings of a multi-line string, one string or a list of them, and its text.

    There are none where it is anything else.
    """
    if isinstance(value, str):
        return (Segment(pointer, value),), value
    if isinstance(value, list):
        try:
            return Lines(pointer, value), "".join(value)
        except TypeError:
            return (), ""
    return (), ""
