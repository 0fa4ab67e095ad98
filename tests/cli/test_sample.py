"""`playground sample` prints a request that passes."""

import json
from pathlib import Path

from tests.cli.run import run


def test_json_passes_validate(tmp_path: Path) -> None:
    """What `sample` prints as JSON, `validate` accepts."""
    code, out, _ = run("sample", "linquid", "createLink", "--format", "json")
    made = json.loads(out)
    path = tmp_path / "request.json"
    path.write_text(out)
    assert code == 0
    assert made["body"]["destinationUrl"].startswith("https://")
    assert run("validate", "linquid", "createLink", str(path))[0] == 0


def test_text_is_a_request() -> None:
    """People read the request as it would be sent."""
    code, out, _ = run("sample", "linquid", "updateLink")
    assert code == 0
    assert out.startswith("PATCH /api/links/link_spring\nContent-Type: application/json\n\n{\n")


def test_unknown_operation() -> None:
    """A mistyped operation is answered with the nearest ones, and exit 2."""
    code, out, err = run("sample", "linquid", "createLinks")
    assert (code, out) == (2, "")
    assert "'createLink'" in err
