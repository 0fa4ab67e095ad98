"""A request as code runs as it is and never holds a key."""

import ast

from playground.widgets import RequestBuilder
from tests.widgets.fake_lab import FakeLab


def test_python_is_the_same_request(builder: RequestBuilder) -> None:
    """The snippet is one call with the operation, the body and the key by name."""
    builder.set(destinationUrl="https://example.com", tags=["a", "b"])
    assert builder.snippet() == (
        "from playground import keys\n\n"
        "lab.send(\n"
        '    "createLink",\n'
        '    body={"destinationUrl": "https://example.com", "tags": ["a", "b"]},\n'
        '    key=keys["links-writer"],\n'
        ")"
    )


def test_python_parses_whatever_the_values(builder: RequestBuilder) -> None:
    """Quotes, backslashes, new lines and null give valid code with the same values."""
    body = {"title": "a\"b'c\\d\ne", "description": None, "enabled": True, "tags": ["x" * 60] * 3}
    builder.body = body
    call = ast.parse(builder.snippet()).body[-1].value  # type: ignore[attr-defined]
    arguments = {one.arg: one.value for one in call.keywords}
    assert ast.literal_eval(arguments["body"]) == body


def test_python_asks_for_passwords(builder: RequestBuilder) -> None:
    """A password is asked for when the code runs."""
    builder.set(password="open sesame")
    assert "getpass(" in builder.snippet()
    assert "from getpass import getpass" in builder.snippet()


def test_curl_names_the_header_of_the_key(builder: RequestBuilder) -> None:
    """The key is a shell variable in the header that its kind travels in."""
    assert '-H "X-API-Key: $LINQUID_KEY"' in builder.snippet("curl")
    builder.key = "web-tracker"
    assert '-H "X-Publishable-Key: $LINQUID_KEY"' in builder.snippet("curl")
    builder.key = None
    assert "$LINQUID_KEY" not in builder.snippet("curl")


def test_curl_quotes_what_a_shell_would_read(builder: RequestBuilder) -> None:
    """Nothing in a body is run by a shell."""
    builder.body = {"title": "it's $(rm) `x`"}
    assert """'{"title":"it'"'"'s $(rm) `x`"}'""" in builder.snippet("curl")


def test_a_request_that_cannot_be_written_says_why(lab: FakeLab) -> None:
    """A missing path parameter is told in place of the command."""
    assert "linkId" in RequestBuilder(lab, operation="getLink").snippet("curl")
