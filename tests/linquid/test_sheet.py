"""Every endpoint that Linquid's pages publish is in the document, under both spellings."""

from collections.abc import Mapping
import re

import pytest

from playground.openapi import Operation, Router, linquid
from playground.scopes.vocabulary import Vocabulary
from tests.linquid.sheet import ROWS

ROOT = linquid().root
ROUTER = Router(linquid())
FOLDED = 217


def folded(method: str, path: str) -> tuple[str, str]:
    """Return method and path as one endpoint of all generations is known by."""
    whole = path if path.startswith("/api/") else f"/api{path}"
    return method, re.sub(r":\w+", "{}", whole)


def shape(operation: Operation) -> tuple[str, str]:
    """Return the same of an operation of the document."""
    return operation.method, re.sub(r"\{\w+\}", "{}", operation.path)


DOCUMENT: Mapping[tuple[str, str], Operation] = {
    shape(operation): operation for operation in linquid().operations.values()
}


def test_the_rows_are_those_of_the_sheet() -> None:
    """Each number once, and 217 endpoints once the generations are folded."""
    assert [int(number) for number, *_ in ROWS] == list(range(1, 223))
    assert len({folded(method, path) for _, _, method, path in ROWS}) == FOLDED


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_a_row_is_in_the_document(row: tuple[str, str, str, str]) -> None:
    """With its generation, and it is reached with and without `/api`."""
    _, generation, method, path = row
    operation = DOCUMENT[folded(method, path)]
    assert generation in operation.extensions["x-generation"]
    given = re.sub(r":\w+", "x1", path)
    other = given.removeprefix("/api") if given.startswith("/api/") else f"/api{given}"
    for spelling in (given, other):
        routed = ROUTER.route(method, spelling)
        assert routed is not None
        assert routed[0].id == operation.id


def test_what_is_not_published_says_so() -> None:
    """An operation that no row names is marked as inferred."""
    published = {folded(method, path) for _, _, method, path in ROWS}
    own = [one for key, one in DOCUMENT.items() if key not in published]
    assert {one.extensions["x-provenance"] for one in own} == {"inferred"}


def schema(name: str) -> Mapping[str, Mapping[str, object]]:
    """Return the properties of the component schema *name*."""
    found: Mapping[str, Mapping[str, object]] = ROOT["components"]["schemas"][name]["properties"]
    return found


def test_both_sides_of_the_contradictions_stand() -> None:
    """Where the generations differ, a client of either meets what its page promises."""
    operations, schemes = linquid().operations, ROOT["components"]["securitySchemes"]
    assert "X-API-Key" in str(schemes)
    assert "Bearer" in str(schemes)
    assert {"/api/rules/{ruleId}"} == {operations[n].path for n in ("updateRule", "patchRule")}
    assert {"conditions", "conditionLogic", "type", "linkId", "campaignId"} <= schema("Rule").keys()
    conditions = str(ROOT["components"]["schemas"]["Conditions"])
    assert "'array'" in conditions
    assert "TypedConditions" in conditions
    assert "campaignId" not in ROOT["components"]["schemas"]["LinkCreate"]["required"]
    assert {"hasMore", "totalPages", "total", "page", "limit"} <= schema("Pagination").keys()
    assert {"password", "passwordProtected"} <= schema("Link").keys()
    assert {"links:write", "links:create", "links:update", "links:delete"} <= {
        *Vocabulary.load().scopes
    }
    assert operations["recordServerConversion"].security == ()
    assert "click_id" in schema("ServerConversionCreate")
    assert "clickId" in schema("ConversionCreate")
    assert {"G1", "G3"} <= {*operations["getQrCode"].extensions["x-generation"]}
    assert {"getWorkspaceUsage", "getBillingUsage", "getWorkspaceCounters"} <= operations.keys()
    assert {"getAnalytics", "getWorkspaceOverview"} <= operations.keys()
