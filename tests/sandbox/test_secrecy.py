"""What is shown once is shown nowhere else: not in a dump, a log, an error or the decision log."""

import json
import logging
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.sandbox.laboratory import Laboratory
from tests.sandbox.minting import minted, signing_secrets
from tests.sandbox.sweep.dump import dump


def found_in(text: str, secrets: dict[str, str]) -> list[str]:
    """Return which of *secrets* stand in *text*."""
    return [name for name, value in secrets.items() if value in text]


def test_nothing_that_was_minted_is_written_down(
    lab: Laboratory, caplog: pytest.LogCaptureFixture
) -> None:
    """Every row of the database, every logger at its most talkative, and the decision log."""
    for name in ("", "sqlalchemy.engine", "sqlalchemy.pool", "uvicorn", "playground"):
        caplog.set_level(logging.DEBUG, logger=name or None)
    secrets = minted(lab)
    assert len(set(secrets.values())) == len(secrets)
    assert all(len(value) > 8 for value in secrets.values())
    decisions = json.dumps(lab.control("GET", "decisions"))
    kept = repr(dump(lab.sandbox))
    assert found_in(kept, secrets) == []
    assert found_in(decisions, secrets) == []
    assert found_in(caplog.text, secrets) == []
    assert "link_spring" in kept
    assert "createOAuthApp" in decisions


def test_a_file_holds_none_of_it_either(tmp_path: Path) -> None:
    """The bytes on the disk, whatever a page of the database has been before."""
    lab = Laboratory(database=f"sqlite:///{tmp_path / 'sandbox.db'}")
    secrets = minted(lab)
    lab.sandbox.close()
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert [name for name, value in secrets.items() if value.encode() in content] == []


def test_a_signing_secret_is_kept_because_it_signs(lab: Laboratory) -> None:
    """Decision 0080: the one value that is; it opens nothing of the API."""
    made, turned = signing_secrets(lab)
    assert turned in repr(dump(lab.sandbox))
    assert lab.call("GET", "/api/links", x_api_key=made).status == 401
    assert lab.call("GET", "/api/links", authorization=f"Bearer {turned}").status == 401


def test_an_error_repeats_no_secret(lab: Laboratory) -> None:
    """Wherever a person pastes one by mistake, the answer does not show it again."""
    told: list[str] = []
    for name, value in minted(lab).items():
        safe = quote(value, safe="")
        for method, target, body, headers in (
            ("GET", f"/api/links/{safe}", None, {}),
            ("GET", f"/api/links?campaignId={safe}", None, {}),
            ("GET", f"/api/links?limit={safe}", None, {}),
            ("GET", f"/api/{safe}", None, {}),
            ("POST", "/api/links", {"destinationUrl": value}, {}),
            ("POST", "/api/links", {"destinationUrl": "https://e.example", "tags": value}, {}),
            ("POST", "/api/campaigns", {"name": "n", "costModel": value}, {}),
            ("GET", "/api/links", None, {"x_workspace_id": value}),
            ("GET", "/api/links", None, {"x_api_key": f"{value}x"}),
            ("GET", "/api/links", None, {"authorization": f"Basic {value}"}),
            ("GET", "/_sandbox/status", None, {"authorization": f"Bearer {value}x"}),
            ("GET", f"/api/oauth/authorize?client_id={safe}", None, {}),
            ("GET", f"/r/{safe}", None, {}),
        ):
            key = None if headers else "everything"
            answer = lab.call(method, target, body, key=key, **headers)
            if value in answer.body.decode() or value in str(answer.headers):
                told.append(f"{name}: {method} {target.partition('?')[0]} {answer.status}")
    assert told == []
