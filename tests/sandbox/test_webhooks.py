"""Webhooks: signed, tried again with backoff, switched off, renewed; this machine only."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory
from tests.sandbox.receiver import Receiver, receiving

ALL = {"key": "everything"}
HOOKS = "/api/webhooks-manage"
OF_LINK = "/api/links/link_spring/webhooks"
OUTBOUND = "/api/integrations/outbound"
NOWHERE = {"url": "http://127.0.0.1:9/hook", "events": ["click"], "enabled": True}
SALES = {**NOWHERE, "events": ["sales"]}


def made(lab: Laboratory, base: str, url: str = "http://127.0.0.1:9/hook", **given: Any) -> Any:
    """Return a new webhook under *base*, with its secret."""
    event = "clicks" if base == OUTBOUND else "click"
    return lab.data("POST", base, {"url": url, "events": [event], **given}, **ALL)


def settled(lab: Laboratory) -> None:
    """Let what is due be sent, and wait for it."""
    lab.call("GET", "/api/links/stats", **ALL)
    lab.sandbox.state.agenda.wait()


def on(base: str, rest: str = "") -> Any:
    """Return how to find the path of a new webhook, with *rest* after it."""
    return lambda lab: (f"{base}/{made(lab, base)['id']}{rest}", "")


def delivered(rest: str, end: str = "") -> Any:
    """Return how to find the path of a new delivery to a webhook of a link."""

    def path(lab: Laboratory) -> tuple[str, str]:
        one = f"{OF_LINK}/{made(lab, OF_LINK)['id']}"
        delivery = lab.data("POST", f"{one}/test", **ALL)["id"]
        return f"{one}/{rest}/{delivery}{end}", ""

    return path


OFF = {"enabled": False}
CALLS: list[tuple[str, str, Any, Any]] = [
    ("listWebhooks", "GET", HOOKS, None),
    ("createWebhook", "POST", HOOKS, NOWHERE),
    ("getWebhook", "GET", on(HOOKS), None),
    ("updateWebhook", "PATCH", on(HOOKS), OFF),
    ("deleteWebhook", "DELETE", on(HOOKS), None),
    ("testWebhook", "POST", on(HOOKS, "/test"), None),
    ("enableWebhook", "POST", on(HOOKS, "/enable"), None),
    ("listWebhookDeliveries", "GET", on(HOOKS, "/deliveries"), None),
    ("listLinkWebhooks", "GET", OF_LINK, None),
    ("createLinkWebhook", "POST", OF_LINK, NOWHERE),
    ("getLinkWebhook", "GET", on(OF_LINK), None),
    ("updateLinkWebhook", "PATCH", on(OF_LINK), OFF),
    ("deleteLinkWebhook", "DELETE", on(OF_LINK), None),
    ("testLinkWebhook", "POST", on(OF_LINK, "/test"), None),
    ("listLinkWebhookDeliveries", "GET", on(OF_LINK, "/deliveries"), None),
    ("getLinkWebhookDelivery", "GET", delivered("deliveries"), None),
    ("redeliverLinkWebhook", "POST", delivered("redeliver"), None),
    ("rotateLinkWebhookSecret", "POST", on(OF_LINK, "/rotate-secret"), {"overlapSeconds": 60}),
    ("listAutomations", "GET", OUTBOUND, None),
    ("createAutomation", "POST", OUTBOUND, SALES),
    ("listAutomationEvents", "GET", f"{OUTBOUND}/events", None),
    ("getAutomation", "GET", on(OUTBOUND), None),
    ("updateAutomation", "PATCH", on(OUTBOUND), OFF),
    ("deleteAutomation", "DELETE", on(OUTBOUND), None),
    ("testAutomation", "POST", on(OUTBOUND, "/test"), None),
    ("listAutomationDeliveries", "GET", on(OUTBOUND, "/deliveries"), None),
]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver that listens on this machine."""
    with receiving() as found:
        yield found


def signature(secret: str, headers: dict[str, str], body: str, prefix: str) -> str:
    """Return what the receiver works out for itself."""
    text = f"{headers[f'{prefix}-id']}.{headers[f'{prefix}-timestamp']}.{body}"
    key = b64decode(secret.removeprefix("whsec_"))
    return "v1," + b64encode(hmac.new(key, text.encode(), sha256).digest()).decode()


@pytest.mark.parametrize("base", [HOOKS, OF_LINK, OUTBOUND])
def test_a_webhook_is_kept_and_its_secret_is_not_shown_again(lab: Laboratory, base: str) -> None:
    """Made, listed, changed and deleted, in each family."""
    hook = made(lab, base)
    assert hook["secret"].startswith("whsec_")
    path = f"{base}/{hook['id']}"
    kept = lab.data("GET", path, **ALL)
    assert kept == hook | {"secret": "whsec_********"}
    assert lab.data("GET", base, **ALL) == [kept]
    lab.data("PATCH", path, {"enabled": False}, **ALL)
    assert lab.data("GET", path, **ALL)["enabled"] is False
    for other in {HOOKS, OF_LINK, OUTBOUND} - {base}:
        assert lab.call("GET", f"{other}/{hook['id']}", **ALL).status == 404
    lab.data("DELETE", path, **ALL)
    assert lab.data("GET", base, **ALL) == []


def test_deliveries_are_signed_with_both_header_sets(lab: Laboratory, receiver: Receiver) -> None:
    """A receiver of either name verifies the same message."""
    hook = made(lab, HOOKS, receiver.url)
    lab.data("POST", f"{HOOKS}/{hook['id']}/test", **ALL)
    settled(lab)
    ((headers, body),) = receiver.came
    for prefix in ("webhook", "svix"):
        assert headers[f"{prefix}-signature"] == signature(hook["secret"], headers, body, prefix)
        assert headers[f"{prefix}-timestamp"] == "1772366400"
    assert json.loads(body)["type"] == "test"
    (delivery,) = lab.data("GET", f"{HOOKS}/{hook['id']}/deliveries", **ALL)
    assert delivery["id"] == headers["webhook-id"]
    told = [delivery[name] for name in ("status", "statusCode", "responseBody", "attempts")]
    assert told == ["succeeded", 200, "ok", 1]


def test_clicks_scans_and_conversions_are_told(lab: Laboratory, receiver: Receiver) -> None:
    """Each to those who asked for it; a link's webhook hears of its link only."""
    made(lab, HOOKS, receiver.url, events=["qr_scan", "conversion"])
    made(lab, OF_LINK, receiver.url, events=["click"])
    made(lab, "/api/links/link_app/webhooks", receiver.url, events=["click"])
    made(lab, OUTBOUND, receiver.url, events=["sales"])
    lab.call("GET", "/r/spring?qr=qr_1")
    body = {"clickId": "lw_ck_spring1", "event": "purchase", "value": 3}
    lab.data("POST", "/api/conversions/track", body, key="web-tracker")
    settled(lab)
    told = sorted(json.loads(body)["type"] for _, body in receiver.came)
    assert told == ["click", "conversion", "qr_scan", "sales"]


def test_a_failed_delivery_is_tried_again_with_backoff(lab: Laboratory, receiver: Receiver) -> None:
    """After 5 seconds, then 5 minutes; the message keeps its ID."""
    hook = made(lab, HOOKS, receiver.url)
    receiver.status = 500
    lab.data("POST", f"{HOOKS}/{hook['id']}/test", **ALL)
    settled(lab)
    settled(lab)
    assert len(receiver.came) == 1
    lab.control("PUT", "clock", {"advance": 5})
    settled(lab)
    assert len(receiver.came) == 2
    receiver.status = 204
    lab.control("PUT", "clock", {"advance": 300})
    settled(lab)
    (delivery,) = lab.data("GET", f"{HOOKS}/{hook['id']}/deliveries", **ALL)
    assert (delivery["status"], delivery["attempts"]) == ("succeeded", 3)
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1
    assert lab.data("GET", f"{HOOKS}/{hook['id']}", **ALL)["failureCount"] == 0


def test_a_delivery_is_given_up_and_the_webhook_switched_off(lab: Laboratory) -> None:
    """Six attempts a delivery; ten failures in a row end the webhook, until it is enabled."""
    hook = made(lab, HOOKS)
    path = f"{HOOKS}/{hook['id']}"
    for _ in range(2):
        lab.data("POST", f"{path}/test", **ALL)
    for seconds in (0, 5, 300, 1800, 7200, 18000):
        lab.control("PUT", "clock", {"advance": seconds})
        settled(lab)
    after = lab.data("GET", path, **ALL)
    assert (after["enabled"], after["disabledReason"]) == (False, "too many failures")
    assert lab.call("POST", f"{path}/test", **ALL).status == 409
    lab.data("POST", f"{path}/enable", **ALL)
    again = lab.data("GET", path, **ALL)
    assert (again["enabled"], again["failureCount"]) == (True, 0)
    deliveries = lab.data("GET", f"{path}/deliveries", **ALL)
    assert {delivery["status"] for delivery in deliveries} == {"failed"}
    assert {delivery["nextAttemptAt"] for delivery in deliveries} == {None}
    assert {delivery["error"] for delivery in deliveries} == {"the webhook is switched off"}


def test_a_delivery_is_sent_again_on_demand(lab: Laboratory, receiver: Receiver) -> None:
    """The same payload, as a delivery of its own."""
    path = f"{OF_LINK}/{made(lab, OF_LINK, receiver.url)['id']}"
    first = lab.data("POST", f"{path}/test", **ALL)
    second = lab.data("POST", f"{path}/redeliver/{first['id']}", **ALL)
    settled(lab)
    assert [json.loads(body)["data"] for _, body in receiver.came] == [first["payload"]["data"]] * 2
    found = lab.data("GET", f"{path}/deliveries/{second['id']}", **ALL)
    assert (found["status"], found["id"] == first["id"]) == ("succeeded", False)


@pytest.mark.parametrize(("body", "seconds"), [({"overlapSeconds": 60}, 60), (None, 86_400)])
def test_both_secrets_sign_while_one_replaces_the_other(
    lab: Laboratory, receiver: Receiver, body: dict[str, int] | None, seconds: int
) -> None:
    """During the overlap, by default a day, either verifies; afterwards the new one alone."""
    hook = made(lab, OF_LINK, receiver.url)
    path = f"{OF_LINK}/{hook['id']}"
    new = lab.data("POST", f"{path}/rotate-secret", body, **ALL)["secret"]
    for advance in (seconds - 1, 1):
        lab.control("PUT", "clock", {"advance": advance})
        lab.data("POST", f"{path}/test", **ALL)
        settled(lab)
    (during, first), (after, last) = receiver.came
    both = [signature(secret, during, first, "webhook") for secret in (new, hook["secret"])]
    assert during["webhook-signature"].split() == both
    assert after["webhook-signature"].split() == [signature(new, after, last, "webhook")]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "http://10.0.0.1/hook",
        "http://169.254.169.254/",
        "http://127.0.0.1@example.com/",
        "http://127.0.0.1.example.com/",
        "http://0x7f000001.example/",
        "ftp://127.0.0.1/",
    ],
)
def test_nothing_outside_of_this_machine_is_a_destination(lab: Laboratory, url: str) -> None:
    """It is refused when it is made, and when it is changed."""
    body = {"url": url, "events": ["click"]}
    answer = lab.call("POST", HOOKS, body, **ALL)
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == "/url"
    path = f"{HOOKS}/{made(lab, HOOKS)['id']}"
    assert lab.call("PATCH", path, {"url": url}, **ALL).status == 400


def test_webhooks_are_a_feature_with_a_limit(lab: Laboratory) -> None:
    """The small plan has none, the next one twenty."""
    gus = lab.signed_in("user_gus")
    answer = lab.call("POST", HOOKS, NOWHERE, **gus)
    assert json.loads(answer.body)["error"]["code"] == "FEATURE_NOT_AVAILABLE"
    for _ in range(20):
        made(lab, HOOKS)
    answer = lab.call("POST", HOOKS, NOWHERE, **ALL)
    assert json.loads(answer.body)["error"]["code"] == "LIMIT_EXCEEDED"


def test_a_deleted_link_makes_room_for_other_webhooks(lab: Laboratory) -> None:
    """Its webhooks go with it, since nobody could delete them any more."""
    for _ in range(20):
        made(lab, OF_LINK)
    lab.data("DELETE", "/api/links/link_spring", **ALL)
    assert made(lab, HOOKS)["enabled"] is True


def test_what_is_not_sent_yet_outlives_a_restart(tmp_path: Path, receiver: Receiver) -> None:
    """The next sandbox tries again when its time has come."""
    database = f"sqlite:///{tmp_path / 'state.db'}"
    first = Laboratory(database=database)
    hook = made(first, HOOKS, receiver.url)
    receiver.status = 503
    first.data("POST", f"{HOOKS}/{hook['id']}/test", **ALL)
    settled(first)
    first.sandbox.close()
    receiver.status = 200
    second = Laboratory(database=database)
    second.control("PUT", "clock", {"advance": 5})
    settled(second)
    (delivery,) = second.data("GET", f"{HOOKS}/{hook['id']}/deliveries", **ALL)
    assert (delivery["status"], delivery["attempts"]) == ("succeeded", 2)
    second.sandbox.close()
