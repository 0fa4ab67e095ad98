"""QR codes: real images that lead to their link, and scans that are told from clicks."""

from base64 import b64decode, b64encode
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "everything"}
SPRING = "/api/qr/links/link_spring"
PNG = b"\x89PNG\r\n\x1a\n"


def made(lab: Laboratory, **given: Any) -> Any:
    """Return a new QR code of the link `link_spring`."""
    return lab.data("POST", SPRING, {"name": "Poster", **given}, **ALL)


CALLS: list[tuple[str, str, Any, Any]] = [
    ("createQrCode", "POST", "/api/qr", {"linkId": "link_spring", "name": "Q"}),
    ("createLinkQrCode", "POST", SPRING, {"name": "Q"}),
    ("listLinkQrCodes", "GET", SPRING, None),
    ("getQrCode", "GET", lambda lab: (f"/api/qr/{made(lab)['id']}", ""), None),
    ("updateQrCode", "PATCH", lambda lab: (f"/api/qr/{made(lab)['id']}", ""), {"size": 600}),
    ("deleteQrCode", "DELETE", lambda lab: (f"/api/qr/{made(lab)['id']}", ""), None),
    ("getQrScans", "GET", lambda lab: (f"/api/qr/{made(lab)['id']}/scans", ""), None),
]


def image(code: dict[str, Any]) -> bytes:
    """Return the image of *code*."""
    return b64decode(code["imageData"].partition(",")[2])


def test_a_new_code_is_listed_on_both_paths(lab: Laboratory) -> None:
    """Made by the older or the newer path, found by either."""
    first = made(lab)
    second = lab.data("POST", "/api/qr", {"linkId": "link_spring", "name": "Flyer"}, **ALL)
    assert lab.data("GET", SPRING, **ALL) == [second, first]
    assert lab.data("GET", "/api/qr/link_spring", **ALL) == [second, first]
    assert lab.data("GET", f"/api/qr/{first['id']}", **ALL) == first


def test_a_deleted_link_takes_its_codes_along(lab: Laboratory) -> None:
    """They count against the plan, here the smallest, no more."""
    gus = lab.signed_in("user_gus")
    links = [
        lab.data("POST", "/api/links", {"destinationUrl": "https://example.com"}, **gus)["id"]
        for _ in range(2)
    ]
    for number in range(25):
        lab.data("POST", f"/api/qr/links/{links[0]}", {"name": f"{number}"}, **gus)
    assert lab.call("POST", f"/api/qr/links/{links[1]}", {"name": "Q"}, **gus).status == 403
    lab.data("DELETE", f"/api/links/{links[0]}", **gus)
    assert lab.call("POST", f"/api/qr/links/{links[1]}", {"name": "Q"}, **gus).status == 201


def test_the_images_are_real(lab: Laboratory) -> None:
    """A PNG of about the width asked for, and an SVG that parses."""
    png = image(made(lab, size=400))
    assert png.startswith(PNG)
    assert 350 <= int.from_bytes(png[16:20]) <= 450
    svg = image(made(lab, name="Vector", format="svg"))
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314  it is our own


def test_a_code_is_drawn_anew_only_where_it_looks_different(lab: Laboratory) -> None:
    """A new name keeps the image, a new width does not."""
    code = made(lab)
    path = f"/api/qr/{code['id']}"
    lab.data("PATCH", path, {"name": "Renamed"}, **ALL)
    renamed = lab.data("GET", path, **ALL)
    assert (renamed["name"], renamed["imageData"]) == ("Renamed", code["imageData"])
    lab.data("PATCH", path, {"errorCorrection": "H"}, **ALL)
    assert lab.data("GET", path, **ALL)["imageData"] != code["imageData"]


def test_an_own_image_is_kept_where_it_is_one(lab: Laboratory) -> None:
    """A PNG comes back as it was; anything else is refused."""
    own = "data:image/png;base64," + b64encode(PNG + b"pixels").decode()
    assert lab.data("GET", f"/api/qr/{made(lab, imageData=own)['id']}", **ALL)["imageData"] == own
    wrong = "data:image/png;base64," + b64encode(b"<svg onload=x>").decode()
    for data in (wrong, "data:image/png;base64,%%%", "https://example.com/a.png"):
        body = {"name": "B", "imageData": data}
        assert lab.call("POST", SPRING, body, **ALL).status == 400


def test_a_name_is_taken_once_within_a_link(lab: Laboratory) -> None:
    """Another link may have a code of the same name."""
    made(lab)
    answer = lab.call("POST", SPRING, {"name": "Poster"}, **ALL)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (409, "DUPLICATE_CODE")
    lab.data("POST", "/api/qr/links/link_app", {"name": "Poster"}, **ALL)
    other = made(lab, name="Flyer")
    path = f"/api/qr/{other['id']}"
    assert lab.call("PATCH", path, {"name": "Poster"}, **ALL).status == 409


def test_scans_are_counted_apart_from_clicks(lab: Laboratory) -> None:
    """Who opens the address in the image is a scan; both are clicks of the link."""
    code, clicks = made(lab), lab.data("GET", "/api/links/link_spring", **ALL)["clicks"]
    query = code["scanUrl"].partition("?")[2]
    assert lab.call("GET", f"/r/spring?{query}").status in (302, 307)
    assert lab.call("GET", "/r/spring").status in (302, 307)
    scans = lab.data("GET", f"/api/qr/{code['id']}/scans", **ALL)
    assert (scans["scans"], scans["uniqueScans"]) == (1, 1)
    assert scans["timeseries"] == [{"date": "2026-03-01", "scans": 1}]
    assert lab.data("GET", "/api/links/link_spring", **ALL)["clicks"] == clicks + 2
    other = made(lab, name="Other")
    assert lab.data("GET", f"/api/qr/{other['id']}/scans", **ALL)["scans"] == 0


def test_a_deleted_code_is_gone(lab: Laboratory) -> None:
    """So is the code of a deleted link."""
    code, other = made(lab), made(lab, name="Other")
    lab.data("DELETE", f"/api/qr/{code['id']}", **ALL)
    assert lab.call("GET", f"/api/qr/{code['id']}", **ALL).status == 404
    assert [found["id"] for found in lab.data("GET", SPRING, **ALL)] == [other["id"]]
    lab.data("DELETE", "/api/links/link_spring", **ALL)
    assert lab.call("GET", f"/api/qr/{other['id']}", **ALL).status == 404


def test_a_plan_allows_so_many_codes(lab: Laboratory) -> None:
    """The twenty-sixth of the small plan is refused."""
    path, gus = "/api/qr/links/link_globex", lab.signed_in("user_gus")
    for number in range(25):
        lab.data("POST", path, {"name": f"{number}", "format": "svg"}, **gus)
    answer = lab.call("POST", path, {"name": "more"}, **gus)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (403, "LIMIT_EXCEEDED")


@pytest.mark.parametrize("key", ["analytics-reader", "other-workspace"])
def test_codes_want_the_scopes_of_links(lab: Laboratory, key: str) -> None:
    """A key for figures makes none, a key of another workspace finds no link."""
    assert lab.call("POST", SPRING, {"name": "Q"}, key=key).status in (403, 404)


def test_codes_outlive_a_restart(tmp_path: Path) -> None:
    """The image is in the store."""
    database = f"sqlite:///{tmp_path / 'state.db'}"
    first = Laboratory(database=database)
    code = made(first)
    first.sandbox.close()
    second = Laboratory(database=database)
    assert second.data("GET", f"/api/qr/{code['id']}", **ALL) == code
    second.sandbox.close()
