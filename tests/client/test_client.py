"""A request goes out with its key, and comes back without."""

import asyncio
from base64 import b64encode

import httpx
import pytest

from playground.client import History
from playground.credentials import CredentialKind, Keyring
from playground.errors import UnknownKey
from tests.client.fakes import ADDRESS, NOON, Server, client, key
from tests.client.operations import document

OPERATIONS = document().operations


def test_a_key_is_sent_and_its_reference_is_shown() -> None:
    """The server sees the value; the record of the request names the key."""
    server, keyring = Server(), Keyring()
    keyring.put("writer", key())
    exchange = client(server, keyring).send(
        OPERATIONS["createLink"], body={"destinationUrl": "https://example.com"}, key="writer"
    )
    assert server.requests[0].headers["X-API-Key"] == key()
    assert ("X-API-Key", "keys['writer']") in exchange.request.headers
    assert server.requests[0].content == b'{"destinationUrl":"https://example.com"}'
    assert (exchange.key, exchange.sent_at, exchange.elapsed) == ("writer", NOON, 0.0)


@pytest.mark.parametrize(
    ("kind", "header", "start"),
    [
        (CredentialKind.WORKSPACE_KEY, "X-API-Key", ""),
        (CredentialKind.PUBLISHABLE_KEY, "X-Publishable-Key", ""),
        (CredentialKind.OAUTH_TOKEN, "Authorization", "Bearer "),
        (CredentialKind.SESSION, "Cookie", "lw_session="),
    ],
)
def test_the_kind_of_a_credential_chooses_its_header(
    kind: CredentialKind, header: str, start: str
) -> None:
    """Each class of credential that Linquid names has its own place."""
    server, keyring = Server(), Keyring()
    keyring.put("it", key(), kind=kind)
    client(server, keyring).send(OPERATIONS["listLinks"], key="it")
    assert server.requests[0].headers[header] == start + key()


@pytest.mark.parametrize(
    ("operation", "sent"),
    [
        ("byQuery", ("query", "abcdefgh:12345678")),
        ("byCookie", ("Cookie", "sid=abcdefgh:12345678")),
        ("byBasic", ("Authorization", "Basic " + b64encode(b"abcdefgh:12345678").decode())),
        ("byBearer", ("Authorization", "Bearer abcdefgh:12345678")),
    ],
)
def test_another_apis_document_says_where_its_key_goes(
    operation: str, sent: tuple[str, str]
) -> None:
    """A credential of a kind unknown here follows the security scheme, and is masked too."""
    server, keyring = Server(), Keyring()
    keyring.put("foreign", "abcdefgh:12345678")
    exchange = client(server, keyring).send(OPERATIONS[operation], key="foreign")
    request = server.requests[0]
    place, value = sent
    assert (request.url.params["api_key"] if place == "query" else request.headers[place]) == value
    assert "12345678" not in repr((exchange, exchange.request, exchange.response))
    assert value not in str(exchange.request.headers)
    assert "12345678" not in exchange.request.url


def test_no_key_sends_none() -> None:
    """An anonymous request carries no credential."""
    server = Server()
    exchange = client(server).send(OPERATIONS["byNothing"])
    assert exchange.key is None
    assert not {"authorization", "x-api-key", "cookie"} & set(server.requests[0].headers)


def test_a_pasted_value_is_named_after_its_kind() -> None:
    """A raw key works, and gets a name at once."""
    server, keyring = Server(), Keyring()
    exchange = client(server, keyring).send(OPERATIONS["listLinks"], key=key("lw_live_"))
    assert server.requests[0].headers["X-API-Key"] == key("lw_live_")
    assert exchange.key == "linquid-live-key"
    assert keyring["linquid-live-key"].reveal() == key("lw_live_")


def test_a_secret_is_taken_as_it_is() -> None:
    """`keys["name"]` stands for its name."""
    server, keyring = Server(), Keyring()
    secret = keyring.put("writer", key())
    assert client(server, keyring).send(OPERATIONS["listLinks"], key=secret).key == "writer"


def test_an_unknown_name_sends_nothing() -> None:
    """A typing error in a key's name is told before anything goes out."""
    server, keyring = Server(), Keyring()
    keyring.put("writer", key())
    with pytest.raises(UnknownKey, match="Did you mean 'writer'"):
        client(server, keyring).send(OPERATIONS["listLinks"], key="writter")
    assert server.requests == []


def test_async_sends_the_same_from_any_loop() -> None:
    """`asend` gives what `send` gives, on one event loop after another."""
    server, keyring = Server(), Keyring()
    keyring.put("writer", key())
    sender = client(server, keyring)
    sent = sender.send(OPERATIONS["listLinks"], key="writer")
    for _ in range(2):
        assert asyncio.run(sender.asend(OPERATIONS["listLinks"], key="writer")) == sent
    assert len(sender.history) == 3


def test_a_cancelled_request_is_given_up() -> None:
    """Cancelling reaches the caller and leaves no trace in the history."""

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async def cancelled() -> History:
        sender = client(never)  # type: ignore[arg-type]  # MockTransport takes both
        task = asyncio.create_task(sender.asend(OPERATIONS["listLinks"]))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return sender.history

    assert len(asyncio.run(cancelled())) == 0


def test_the_servers_clock_dates_an_exchange() -> None:
    """A virtual clock counts, not the one here."""
    date = "Tue, 01 Jan 2030 13:00:00 GMT"
    server = Server(lambda _: httpx.Response(200, headers={"Date": date}))
    assert client(server).send(OPERATIONS["byNothing"]).sent_at.hour == 13


def test_binary_answers_are_described() -> None:
    """Bytes that are no text are counted, not decoded."""
    png = httpx.Response(200, content=b"\x89PNG", headers={"Content-Type": "image/png"})
    exchange = client(Server(lambda _: png)).send(OPERATIONS["byNothing"])
    assert exchange.response.body == "[4 bytes of image/png]"


def test_a_redirect_is_shown_and_not_followed() -> None:
    """A key never goes to another host by itself."""
    away = httpx.Response(302, headers={"Location": "https://elsewhere.example/"})
    server = Server(lambda _: away)
    exchange = client(server).send(OPERATIONS["byNothing"])
    assert exchange.response.status == 302
    assert len(server.requests) == 1


def test_history_shows_the_same_each_time() -> None:
    """The table holds no time, no port and no value, and forgets the oldest."""
    server, keyring = Server(), Keyring()
    keyring.put("writer", key())
    sender = client(server, keyring, history=History(longest=2))
    for search in ("a", "b c", key()):
        sender.send(OPERATIONS["listLinks"], params={"search": search}, key="writer")
    table = repr(sender.history).splitlines()
    assert [line.split() for line in table[2:]] == [
        ["1", "listLinks", "GET", "/links?search=b%20c", "writer", "200", "OK"],
        ["2", "listLinks", "GET", "/links?search=keys['writer']", "writer", "200", "OK"],
    ]
    html = sender.history._repr_html_()
    assert "<caption" in html
    assert key() not in html
    assert ADDRESS not in html
    assert [e.params for e in sender.history[:1]] == [{"search": "b c"}]
