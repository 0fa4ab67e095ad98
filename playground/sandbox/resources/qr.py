"""QR codes of links: real images that lead to the link, and the scans they brought."""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import instant, milliseconds, stamp
from playground.sandbox.collection import Collection
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources.lookup import LINKS, listed, wanted, wanted_text
from playground.sandbox.resources.qr_image import checked, drawn
from playground.sandbox.resources.qr_tables import qr_codes
from playground.sandbox.values import token

__all__ = ["HANDLERS"]

_CODES = Collection(qr_codes, noun="QR code")
_DEFAULTS = {"size": 300, "format": "png", "errorCorrection": "M"}
_LOOKS = frozenset({"size", "format", "errorCorrection"})

_clicks = tables.clicks.c
_SCANS = (
    select(_clicks.at, _clicks.visitor)
    .where(
        _clicks.tenant == bindparam("in_tenant"),
        _clicks.workspace == bindparam("in_workspace"),
        _clicks.link == bindparam("is_link"),
        _clicks.at >= bindparam("is_since"),
        _clicks.document.like(bindparam("is_like"), escape="/"),
    )
    .order_by(_clicks.at)
)


def create_qr_code(call: Call) -> Reply:
    """Make a QR code for the link that the body names, as the older path does."""
    given = {name: value for name, value in call.body.items() if name != "linkId"}
    return _made(call, call.body["linkId"], given)


def create_link_qr_code(call: Call) -> Reply:
    """Make a QR code for the link in the path."""
    return _made(call, call.params["linkId"], call.body)


def list_link_qr_codes(call: Call) -> Reply:
    """Return a page of a link's QR codes, the newest first."""
    link = wanted(call, LINKS, call.params["linkId"])
    return listed(call, _CODES, link=link["id"])


def get_qr_code(call: Call) -> Reply:
    """Return one QR code; of a link's ID, as on the older pages, all of that link's."""
    key = call.params["qrId"]
    if LINKS.text(call.store, call.workspace.id, key) is not None:
        found = _CODES.texts(call.store, call.workspace.id, offset=0, limit=100, link=key)
        return Reply(f"[{','.join(found)}]")
    _found(call)
    return Reply(wanted_text(call, _CODES, key))


def update_qr_code(call: Call) -> Reply:
    """Change what is named; the image is drawn anew where it looks different."""
    code, given = _found(call), dict(call.body)
    if given.get("name", code["name"]) != code["name"]:
        _refuse_taken(call, code["linkId"], given["name"])
    code |= {**given, "updatedAt": call.time}
    if "imageData" in given:
        checked(given["imageData"])
    elif _LOOKS & given.keys():
        code["imageData"] = _image(code)
    workspace = call.workspace.id
    return Reply(_CODES.write(call.store, workspace, code["id"], code, name=code["name"]))


def delete_qr_code(call: Call) -> Reply:
    """Delete a QR code; prints of it lead to the link all the same."""
    code = _found(call)
    _CODES.remove(call.store, call.workspace.id, code["id"])
    return Reply(encoded({"id": code["id"], "deleted": True}))


def get_qr_scans(call: Call) -> Reply:
    """Count the clicks that came through a QR code, by day."""
    code = _found(call)
    since = call.now - timedelta(days=call.params["days"])
    escaped = code["id"].replace("/", "//").replace("_", "/_").replace("%", "/%")
    rows = call.store.rows(
        _SCANS,
        in_workspace=call.workspace.id,
        is_link=code["linkId"],
        is_since=milliseconds(since),
        is_like=f'%"qrId":"{escaped}"%',
    )
    days = Counter(stamp(instant(row.at))[:10] for row in rows)
    shown = {
        "qrId": code["id"],
        "scans": len(rows),
        "uniqueScans": len({row.visitor for row in rows}),
        "lastScannedAt": stamp(instant(rows[-1].at)) if rows else None,
        "timeseries": [{"date": day, "scans": count} for day, count in sorted(days.items())],
    }
    return Reply(encoded(shown))


def _made(call: Call, link_id: str, given: dict[str, Any]) -> Reply:
    link = wanted(call, LINKS, link_id)
    workspace = call.workspace.id
    call.refuse_beyond("qr_codes", used=_CODES.count(call.store, workspace))
    _refuse_taken(call, link["id"], given["name"])
    key = call.id("qr_")
    code = {
        "id": key,
        "linkId": link["id"],
        **_DEFAULTS,
        **given,
        "scanUrl": f"{link['shortUrl']}?qr={key}",
        "signature": token(),
        "createdAt": call.time,
        "updatedAt": call.time,
    }
    code["imageData"] = checked(given["imageData"]) if "imageData" in given else _image(code)
    columns = {"position": call.ids.number(), "link": link["id"], "name": code["name"]}
    text = _CODES.add(call.store, workspace, code, id=key, **columns)
    return Reply(text, status=201)


def _image(code: dict[str, Any]) -> str:
    return drawn(
        code["scanUrl"],
        size=code["size"],
        form=code["format"],
        correction=code["errorCorrection"],
    )


def _found(call: Call) -> dict[str, Any]:
    """Return the QR code in the path; with its link it goes, too."""
    code = wanted(call, _CODES, call.params["qrId"])
    wanted(call, LINKS, code["linkId"])
    return code


def _refuse_taken(call: Call, link: str, name: str) -> None:
    if _CODES.count(call.store, call.workspace.id, link=link, name=name):
        raise Refusal(409, "DUPLICATE_CODE", "The link has a QR code of this name already")


HANDLERS: dict[str, Handler] = {
    "createQrCode": create_qr_code,
    "createLinkQrCode": create_link_qr_code,
    "listLinkQrCodes": list_link_qr_codes,
    "getQrCode": get_qr_code,
    "updateQrCode": update_qr_code,
    "deleteQrCode": delete_qr_code,
    "getQrScans": get_qr_scans,
}
