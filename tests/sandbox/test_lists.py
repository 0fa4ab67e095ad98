"""Query parameters of every operation: pages, filters and choices, and what a wrong one is told."""

from collections.abc import Iterator
import json
from typing import Any
from urllib.parse import quote

import pytest

from playground.openapi import Operation, Parameter
from tests.sandbox.gated import GATED
from tests.sandbox.laboratory import Laboratory
from tests.sandbox.test_answers import is_session_only
from tests.sandbox.test_saml import on_enterprise

# Published: an unknown value is normalised, or falls back, and is no mistake.
LENIENT = {"granularity", "currency", "type"}
# Published with pages of 200 rows.
LONGER = {"getLinkClickPaths"}
PAGED = [
    one
    for one in GATED.values()
    if any(p.name == "page" for p in one.parameters) and one.id not in LONGER
]


def wrong_values(parameter: Parameter) -> Iterator[str]:
    """Yield values that *parameter* must not take."""
    schema = parameter.schema
    if not isinstance(schema, dict) or parameter.name in LENIENT:
        return
    if "enum" in schema:
        yield "nonsense"
    if schema.get("type") == "integer":
        yield from ("one", "1.5", "")
        yield from (str(schema["minimum"] - 1),) if "minimum" in schema else ()
        yield from (str(schema["maximum"] + 1),) if "maximum" in schema else ()


def mistakes() -> Iterator[Any]:
    """Yield operation, name of a query parameter, and a wrong value of it."""
    for operation in GATED.values():
        for parameter in operation.parameters:
            if parameter.location == "query" and operation.method == "GET":
                for value in wrong_values(parameter):
                    name = f"{operation.id} {parameter.name}={value}"
                    yield pytest.param(operation, parameter.name, value, id=name)


@pytest.fixture(scope="module")
def lab() -> Iterator[Laboratory]:
    """Give one sandbox that nobody changes."""
    laboratory = Laboratory()
    on_enterprise(laboratory)
    yield laboratory
    laboratory.sandbox.close()


@pytest.mark.parametrize(("operation", "name", "value"), [*mistakes()])
def test_a_wrong_value_is_told_with_its_place(
    lab: Laboratory, operation: Operation, name: str, value: str
) -> None:
    """400 and a pointer to the parameter, before anything is looked up."""
    lab.sandbox.state.counters.forget(lab.sandbox.state.tenant)
    path = operation.path.replace("{workspaceId}", "ws_acme")
    path = "/".join("bitly" if "{" in part else part for part in path.split("/"))
    who = lab.signed_in("user_ada") if is_session_only(operation) else {"key": "everything"}
    answer = lab.call("GET", f"{path}?{name}={quote(value)}", **who)
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["code"]) == (400, "VALIDATION_ERROR")
    assert f"/query/{name}" in [detail["pointer"] for detail in error["details"]]


@pytest.mark.parametrize("operation", PAGED, ids=lambda operation: operation.id)
def test_every_list_has_both_ends_of_a_page(operation: Operation) -> None:
    """A number from 1, at most 100 entries, 20 if nothing is said; and the way on in the answer."""
    found = {parameter.name: parameter.schema for parameter in operation.parameters}
    assert (found["page"]["minimum"], found["page"]["default"]) == (1, 1)  # type: ignore[index]
    assert (found["limit"]["maximum"], found["limit"]["default"]) == (100, 20)  # type: ignore[index]
