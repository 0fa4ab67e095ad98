"""The same seed and clock give the same bytes; keys never repeat; no dump holds a usable key."""

from datetime import UTC, datetime
from pathlib import Path
import sqlite3

from playground.sandbox import Clock
from tests.sandbox.laboratory import Laboratory

STEPS = [
    ("POST", "/api/links", {"destinationUrl": "https://example.com/a"}, 0),
    ("POST", "/api/links", {"destinationUrl": "not an address"}, 5),
    ("POST", "/api/campaigns", {"name": "C"}, 60),
    ("GET", "/api/links", None, 3600),
    ("PATCH", "/api/links/link_spring", {"title": "B"}, 1),
    ("GET", "/api/analytics/workspace/timeseries?days=7", None, 0),
    ("GET", "/api/links/nothing", None, 0),
    ("GET", "/api/domains", None, 0),
]


def story(lab: Laboratory) -> list[object]:
    """Return every answer to the steps, whole."""
    found: list[object] = []
    for method, target, body, seconds in STEPS:
        lab.control("PUT", "clock", {"advance": seconds})
        found.append(lab.call(method, target, body, key="everything"))
    return found


def test_the_same_seed_and_clock_give_the_same_bytes() -> None:
    """Two sandboxes tell one story, headers and ids included."""
    one, two = Laboratory(), Laboratory()
    assert story(one) == story(two)
    one.sandbox.close()
    two.sandbox.close()


def test_a_reset_begins_the_same_story_again(lab: Laboratory) -> None:
    """After a reset at the same time, nothing tells the second run from the first."""
    first = story(lab)
    lab.control("PUT", "clock", {"now": "2026-03-01T12:00:00Z"})
    lab.control("POST", "reset")
    assert story(lab) == first


def test_two_sandboxes_share_no_key() -> None:
    """Values come from the system's randomness, whatever the seed and the clock."""
    one, two = Laboratory(), Laboratory()
    again = {key["name"]: key["value"] for key in one.control("POST", "keys")["keys"]}
    values = [*one.keys.values(), *two.keys.values(), *again.values()]
    assert len(set(values)) == len(values)
    assert one.signed_in("user_ada") != two.signed_in("user_ada")
    one.sandbox.close()
    two.sandbox.close()


def test_ids_carry_the_virtual_time(lab: Laboratory) -> None:
    """What is made later has the greater id."""
    body = {"destinationUrl": "https://example.com"}
    ids = []
    for _ in range(3):
        ids.append(lab.data("POST", "/api/links", body, key="everything")["id"])
        lab.control("PUT", "clock", {"advance": 60})
    assert ids == sorted(ids)


def test_a_dump_holds_no_usable_credential(tmp_path: Path) -> None:
    """Neither the file of the store nor the decision log has a key, cookie, token or password."""
    path = tmp_path / "sandbox.db"
    lab = Laboratory(database=f"sqlite:///{path}")
    session = lab.signed_in("user_ada")
    body = {"name": "n", "scopes": [], "owner": "user_ada", "purpose": "p"}
    made = lab.data("POST", "/api/workspaces/ws_acme/api-keys", body, **session)
    secret = {"destinationUrl": "https://example.com", "password": "open sesame"}
    lab.data("POST", "/api/links", secret, key="everything")
    lab.call("GET", "/api/links", x_api_key="mistyped-but-real")
    log = str(lab.control("GET", "decisions"))
    lab.sandbox.close()
    database = sqlite3.connect(path)
    dump = "\n".join(database.iterdump())
    database.close()
    secrets = [*lab.keys.values(), made["key"], "open sesame", "mistyped-but-real"]
    secrets += [session["cookie"].partition("=")[2], session["x_csrf_token"]]
    assert [value for value in secrets if value in dump or value in log] == []
    assert "link_spring" in dump


def test_a_file_store_goes_on_where_it_ended(tmp_path: Path) -> None:
    """State and keys survive a restart, and new ids never meet the old ones."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    body = {"destinationUrl": "https://example.com"}
    made = first.data("POST", "/api/links", body, key="links-writer")
    first.sandbox.close()
    second = Laboratory(database=database)
    second.keys["links-writer"] = first.keys["links-writer"]
    other = second.data("POST", "/api/links", body, key="links-writer")
    links = second.data("GET", "/api/links", key="links-writer")
    assert [link["id"] for link in links[:2]] == [other["id"], made["id"]]
    second.sandbox.close()


def test_a_running_clock_follows_real_time_and_keeps_its_lead() -> None:
    """A clock that was moved on runs on from there; one set to run again is exact."""
    real = [datetime(2026, 1, 1, tzinfo=UTC)]
    clock = Clock(real=lambda: real[0])
    clock.advance(3600)
    real[0] = datetime(2026, 1, 2, tzinfo=UTC)
    assert clock.now() == datetime(2026, 1, 2, 1, tzinfo=UTC)
    clock.freeze(datetime(2030, 1, 1, tzinfo=UTC))
    clock.advance(1)
    assert (clock.is_frozen, clock.now()) == (True, datetime(2030, 1, 1, 0, 0, 1, tzinfo=UTC))
    clock.run()
    assert (clock.is_frozen, clock.now()) == (False, real[0])


def test_what_is_new_comes_after_the_seed(lab: Laboratory) -> None:
    """However much a seed holds, what is made later is newer."""
    body = {
        "linkId": "link_app",
        "name": "N",
        "destinationUrl": "https://example.com",
        "conditions": [{"field": "vpn", "operator": "is_true"}],
    }
    made = lab.data("POST", "/api/rules", body, key="everything")
    assert lab.data("GET", "/api/rules", key="everything")[0] == made
