"""What other services tell, signed by simulated providers; and what Zapier asks for."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.openapi import Router, answer_problems, linquid
from playground.sandbox import Request, Response
from tests.sandbox.laboratory import Laboratory
from tests.sandbox.receiver import receiving

ALL = {"key": "everything"}
CLICK = "lw_ck_spring1"
PLACE = "/api/integrations/webhooks"
CHECKOUT = {
    "id": "cs_1",
    "amount_total": 4990,
    "currency": "usd",
    "client_reference_id": CLICK,
    "customer_details": {"email": "lena@example.com"},
}
PAID = {"id": "evt_1", "type": "checkout.session.completed", "data": {"object": CHECKOUT}}
ORDER = {
    "id": 17,
    "total_price": "49.90",
    "currency": "USD",
    "note_attributes": [{"name": "lw_cid", "value": CLICK}],
    "customer": {"id": 3, "email": "lena@example.com"},
}
CONTACT = [{"eventId": 1, "subscriptionType": "contact.creation", "objectId": 9}]
VERIFY = {"type": "url_verification", "challenge": "3eZbrw1a"}
SHORTEN = {"command": "/linquid", "text": "https://example.com/sale Summer sale", "trigger_id": "1"}
PROVIDERS = {"stripe", "shopify", "hubspot", "slack"}
EVENTS: dict[str, Any] = {
    "stripe": PAID,
    "shopify": ORDER,
    "hubspot": CONTACT,
    "slack": VERIFY,
    "slack/commands": SHORTEN,
    "slack/notify": {"id": "n1", "text": "A channel was archived."},
}


def sent(lab: Laboratory, provider: str, event: Any = None, **changes: str) -> Response:
    """Send what the simulated *provider* sends for *event*, with *changes* to its headers."""
    body = {"provider": provider, "workspace": "ws_acme", "event": event or EVENTS[provider]}
    made = lab.control("POST", "events", body)
    headers = {**made["headers"], **{name.replace("_", "-"): v for name, v in changes.items()}}
    answer = lab.sandbox.handle(
        Request(
            method=made["method"],
            target=made["target"],
            headers=tuple(headers.items()),
            body=made["body"].encode(),
        )
    )
    routed = Router(linquid()).route("POST", made["target"].partition("?")[0])
    assert routed is not None
    told = json.loads(answer.body)
    assert answer_problems(routed[0], answer.status, "application/json", told) == ()
    return answer


def told(answer: Response) -> Any:
    """Return `data` of an answer that must be a success."""
    assert answer.status == 200, answer.body
    return json.loads(answer.body)["data"]


def counted(lab: Laboratory) -> tuple[int, float]:
    """Return what the link of the click counts."""
    link = lab.data("GET", "/api/links/link_spring", **ALL)
    return link["conversions"], link["revenue"]


@pytest.mark.parametrize(("provider", "external"), [("stripe", "cs_1"), ("shopify", "3")])
def test_a_sale_is_counted_once(lab: Laboratory, provider: str, external: str) -> None:
    """On the click's link, with its buyer as a customer, however often it is told."""
    assert told(sent(lab, provider))["handled"]
    again = told(sent(lab, provider))
    assert (again["handled"], again["duplicate"]) == (False, True)
    assert counted(lab) == (1, 49.9)
    customer = lab.data("GET", f"/api/customers/ext_{external}", **ALL)
    assert (customer["email"], customer["ltv"]) == ("lena@example.com", 0)
    worth = lab.data("POST", f"/api/customers/ext_{external}/recalculate-ltv", **ALL)
    assert worth["ltv"] == 49.9


def test_what_means_nothing_here_is_received(lab: Laboratory) -> None:
    """It is told so, and changes nothing."""
    other = told(sent(lab, "stripe", {"id": "evt_2", "type": "charge.refunded"}))
    assert (other["received"], other["handled"]) == (True, False)
    unknown = {**PAID, "id": "evt_3", "data": {"object": {**CHECKOUT, "client_reference_id": "x"}}}
    assert not told(sent(lab, "stripe", unknown))["handled"]
    assert counted(lab) == (0, 0)


@pytest.mark.parametrize("path", ["", "/inst_hubspot_ws_acme"])
def test_a_new_contact_is_a_customer(lab: Laboratory, path: str) -> None:
    """Under either address, known by its own ID."""
    made = lab.control(
        "POST", "events", {"provider": "hubspot", "workspace": "ws_acme", "event": CONTACT}
    )
    if path:
        assert lab.call("POST", f"{PLACE}/hubspot{path}", CONTACT).status == 401
    assert told(sent(lab, "hubspot"))["handled"]
    assert lab.data("GET", "/api/customers/ext_hubspot-9", **ALL)["externalId"] == "hubspot-9"
    assert made["target"] == f"{PLACE}/hubspot"


def test_slack_is_answered(lab: Laboratory) -> None:
    """A verification with its challenge, a command with the short address of a new link."""
    assert told(sent(lab, "slack"))["challenge"] == "3eZbrw1a"
    said = told(sent(lab, "slack/commands"))["text"]
    link = lab.data("GET", "/api/links?limit=1", **ALL)[0]
    assert (link["shortUrl"], link["title"]) == (said, "Summer sale")
    assert told(sent(lab, "slack/commands"))["duplicate"]
    wrong = told(sent(lab, "slack/commands", {**SHORTEN, "text": "no address", "trigger_id": "2"}))
    assert "web address" in wrong["text"]
    assert told(sent(lab, "slack/notify"))["handled"]
    assert told(sent(lab, "slack/notify"))["duplicate"]
    assert lab.data("GET", "/api/links/stats", **ALL)["totalLinks"] == 5


@pytest.mark.parametrize(
    ("provider", "changes"),
    [
        ("stripe", {"stripe_signature": "t=1772366400,v1=00"}),
        ("stripe", {"stripe_signature": "nonsense"}),
        ("shopify", {"x_shopify_hmac_sha256": ""}),
        ("hubspot", {"x_hubspot_request_timestamp": "1772366400001"}),
        ("slack", {"x_slack_signature": "v0=00"}),
        ("slack", {"x_slack_request_timestamp": "soon"}),
        ("slack/commands", {"x_slack_signature": "v0=00"}),
        ("slack/notify", {"x_slack_signature": "v0=00"}),
    ],
)
def test_a_forged_event_is_refused(lab: Laboratory, provider: str, changes: dict[str, str]) -> None:
    """401, and nothing of it is believed."""
    answer = sent(lab, provider, **changes)
    assert (answer.status, b"UNAUTHORIZED" in answer.body) == (401, True)
    assert counted(lab) == (0, 0)


@pytest.mark.parametrize("provider", ["stripe", "hubspot", "slack"])
def test_an_old_event_is_refused(lab: Laboratory, provider: str) -> None:
    """What was signed is good for five minutes of the virtual clock."""
    body = {"provider": provider, "workspace": "ws_acme", "event": EVENTS[provider]}
    made = lab.control("POST", "events", body)
    lab.control("PUT", "clock", {"advance": 301})
    request = Request(
        method="POST",
        target=made["target"],
        headers=tuple(made["headers"].items()),
        body=made["body"].encode(),
    )
    assert lab.sandbox.handle(request).status == 401


def test_an_unknown_installation_is_refused(lab: Laboratory) -> None:
    """Nobody is believed who is not installed; another provider's installation is none."""
    assert lab.call("POST", f"{PLACE}/stripe?installationId=inst_x", PAID).status == 404
    sent(lab, "slack")
    path = f"{PLACE}/stripe?installationId=inst_slack_ws_acme"
    assert lab.call("POST", path, PAID).status == 404


def test_an_event_is_remembered_after_a_restart(tmp_path: Path) -> None:
    """What one process was told, the next on the same file knows."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    assert not told(sent(first, "stripe"))["duplicate"]
    first.sandbox.close()
    second = Laboratory(database=database)
    assert told(sent(second, "stripe"))["duplicate"]
    second.sandbox.close()


def test_zapier_hears_what_it_subscribed_to(lab: Laboratory) -> None:
    """A delivery for each event, until it unsubscribes."""
    with receiving() as receiver:
        body = {"targetUrl": receiver.url, "event": "click"}
        hook = lab.data("POST", f"{PLACE}/zapier/subscribe", body, **ALL)
        lab.call("GET", "/r/spring")
        lab.call("GET", "/api/links", **ALL)
        lab.sandbox.state.agenda.wait()
        assert [json.loads(text)["type"] for _, text in receiver.came] == ["click"]
        path = f"{PLACE}/zapier/subscribe/{hook['id']}"
        assert lab.call("DELETE", path, key="other-workspace").status == 404
        lab.data("DELETE", path, **ALL)
        assert lab.call("DELETE", path, **ALL).status == 404
    outside = {"targetUrl": "https://hooks.example.com/1", "event": "click"}
    answer = lab.call("POST", f"{PLACE}/zapier/subscribe", outside, **ALL)
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == "/targetUrl"


def test_a_sample_is_the_newest_event(lab: Laboratory) -> None:
    """Nothing is made up: where nothing has happened there is none."""
    path = f"{PLACE}/zapier/sample"
    assert lab.call("GET", f"{path}/sales", **ALL).status == 404
    click = lab.call("GET", "/r/spring").header("X-Click-Id")
    assert lab.data("GET", f"{path}/click", **ALL)["data"]["clickId"] == click
    body = {"clickId": click, "event": "purchase", "value": 3}
    lab.data("POST", "/api/conversions/track", body, **ALL)
    assert lab.data("GET", f"{path}/sales", **ALL)["data"]["value"] == 3
    for event in ("leads", "qr_scan", "nonsense"):
        assert lab.call("GET", f"{path}/{event}", **ALL).status == 404


def test_zapier_lists_what_there_is(lab: Laboratory) -> None:
    """Dropdowns hold the links and campaigns of the key's workspace, by name."""
    links = lab.data("GET", f"{PLACE}/zapier/perform-list/links", **ALL)
    assert links == [
        {"id": link["id"], "name": link["title"]} for link in lab.data("GET", "/api/links", **ALL)
    ]
    names = [
        one["name"] for one in lab.data("GET", f"{PLACE}/zapier/perform-list/campaigns", **ALL)
    ]
    assert names == [one["name"] for one in lab.data("GET", "/api/campaigns", **ALL)]
    assert lab.data("POST", f"{PLACE}/zapier/test", **ALL) == {
        "workspaceId": "ws_acme",
        "workspaceName": "Acme Marketing",
        "key": "everything",
    }


def subscription(lab: Laboratory) -> tuple[str, str]:
    """Return the path of a subscription of Zapier's."""
    body = {"targetUrl": "http://127.0.0.1:9/hook", "event": "click"}
    hook = lab.data("POST", f"{PLACE}/zapier/subscribe", body, **ALL)
    return f"{PLACE}/zapier/subscribe/{hook['id']}", "user_ada"


CALLS: list[tuple[str, str, Any, Any]] = [
    (
        "subscribeZapier",
        "POST",
        f"{PLACE}/zapier/subscribe",
        {"targetUrl": "http://127.0.0.1:9/hook", "event": "click"},
    ),
    ("unsubscribeZapier", "DELETE", subscription, None),
    ("getZapierSample", "GET", f"{PLACE}/zapier/sample/click", None),
    ("listZapierLinks", "GET", f"{PLACE}/zapier/perform-list/links", None),
    ("listZapierCampaigns", "GET", f"{PLACE}/zapier/perform-list/campaigns", None),
    ("listZapierEvents", "GET", f"{PLACE}/zapier/events", None),
    ("testZapier", "POST", f"{PLACE}/zapier/test", None),
]
