"""Cells that are no plain Python: magics, unfinished code, other languages, old formats."""

import json
from typing import Any

from tests.planting.notebook import Cell, code, lines, result, stream
from tests.planting.place import Planting, cut, places_of

__all__ = ["PLACES"]


def _joined(p: Planting) -> str:
    return " + ".join(map(json.dumps, cut(p)))


def _timed(p: Planting) -> Cell:
    return code(f"%%time\nvalue = {_joined(p)}\nsend(value)")


def _between_magics(p: Planting) -> Cell:
    return code(f"!pip install -q httpx\n%matplotlib inline\nvalue = {_joined(p)}\nvalue?")


def _unfinished(p: Planting) -> Cell:
    return code(f"value = ({_joined(p)}\nfor link in links\n    send(")


def _commented_parts(p: Planting) -> Cell:
    first, last = map(json.dumps, cut(p))
    return code(f"value = (\n    {first}  # the first half\n    {last}  # the second\n)")


def _argument(p: Planting) -> Cell:
    first, middle, last = (repr(part) for part in cut(p, count=3))
    return code(f"client = Client(\n    '/api',\n    {first}\n    {middle}\n    {last},\n    3,\n)")


def _added(p: Planting) -> Cell:
    first, last = map(json.dumps, cut(p))
    return code(f"value = {first}\nvalue += {last}\nsend(value)")


def _long_join(p: Planting) -> Cell:
    parts = "".join(f"    {json.dumps(part)},\n" for part in cut(p, count=5))
    return code(f'value = "".join(\n  [\n{parts}  ]\n)')


def _raw_prefix(p: Planting) -> Cell:
    first, last = (part.replace("\n", "\\n").replace("'", "\\'") for part in cut(p))
    return code(f"value = r'{first}' rb'' u'{last}'".replace(" rb''", ""))


def _bash(p: Planting) -> Cell:
    return code(f'%%bash\nexport VALUE="{p.line}"\ncurl -H "X-API-Key: $VALUE" /links')


def _script(p: Planting) -> Cell:
    return code(f"%%javascript\nconst value = `{p.line}`;\nsend(value);")


def _script_joined(p: Planting) -> Cell:
    parts = " +\n  ".join(map(json.dumps, cut(p)))
    return code(f"%%javascript\nconst value =\n  {parts};\nsend(value);")


def _sql(p: Planting) -> Cell:
    return code(f"%%sql\nCREATE SECRET s (TYPE s3, SECRET '{p.line}');")


def _magic_line(p: Planting) -> Cell:
    return code(f"%set_env VALUE {p.line}\n%load_ext autoreload")


def _assignment_r(p: Planting) -> Cell:
    return code(f'library(httr)\nvalue <- "{p.line}"\nGET("/links", add_headers(k = value))')


def _annotated(p: Planting) -> Cell:
    return code(f"class Settings:\n    {p.name}: str = {p.key!r}\n    retries: int = 3")


def _default(p: Planting) -> Cell:
    return code(f"def send(link, *, {p.name}={p.key!r}):\n    return post(link)")


def _walrus(p: Planting) -> Cell:
    return code(f"if ({p.name} := {p.key!r}):\n    send()")


def _printed_later(p: Planting) -> Cell:
    return code(
        "for part in page:\n    print(part, end='')",
        outputs=[stream(part) for part in ["page 1: ", *cut(p, count=6), " end\n"]],
    )


def _old(content: dict[str, Any]) -> bytes:
    cell = {"cell_type": "code", "language": "python", "metadata": {}, "collapsed": False}
    document = {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"cells": [cell | {"outputs": [], "prompt_number": 1} | content]}],
    }
    return json.dumps(document, indent=1).encode()


def _old_input(p: Planting) -> bytes:
    return _old({"input": lines(f"value = {p.text!r}\n")})


def _old_output(p: Planting) -> bytes:
    output = {"output_type": "pyout", "prompt_number": 1, "text": [repr(p.text)], "metadata": {}}
    return _old({"input": ["value"], "outputs": [output]})


def _unknown_field(p: Planting) -> Cell:
    return code() | {"comments": [{"by": "Ada", "text": f"use {p.line} here"}]}


def _unknown_output(p: Planting) -> Cell:
    return code(outputs=[result("1") | {"transient": {"display_id": p.text}}])


PLACES = tuple(
    places_of(
        "cells",
        {
            "timed": _timed,
            "between-magics": _between_magics,
            "unfinished": _unfinished,
            "commented-parts": _commented_parts,
            "argument": _argument,
            "added": _added,
            "long-join": _long_join,
            "prefixed": _raw_prefix,
            "bash": _bash,
            "script": _script,
            "script-joined": _script_joined,
            "sql": _sql,
            "magic-line": _magic_line,
            "assignment-r": _assignment_r,
            "annotated": _annotated,
            "default": _default,
            "walrus": _walrus,
            "printed-in-parts": _printed_later,
            "old-input": _old_input,
            "old-output": _old_output,
            "unknown-field": _unknown_field,
            "unknown-output": _unknown_output,
        },
    )
)
