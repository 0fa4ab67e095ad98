"""A method and a path mean one operation."""

import pytest

from playground.openapi import Router, linquid, load

from .documents import document

PATHS = {
    "/api/links": {"get": {"operationId": "list"}, "post": {"operationId": "create"}},
    "/api/links/stats": {"get": {"operationId": "stats"}},
    "/api/links/{id}": {"get": {"operationId": "one"}, "delete": {"operationId": "delete"}},
    "/api/links/{id}/rules/{rule}": {"get": {"operationId": "rule"}},
    "/api/files/{name}.json": {"get": {"operationId": "file"}},
    "/api/twice": {"get": {"operationId": "long"}},
    "/twice": {"get": {"operationId": "short"}},
}


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/api/links", ("list", {})),
        ("POST", "/links", ("create", {})),
        ("GET", "/links/stats", ("stats", {})),
        ("GET", "/api/links/link_1", ("one", {"id": "link_1"})),
        ("GET", "/links/a%2Fb%20c", ("one", {"id": "a/b c"})),
        ("GET", "/links/stats/rules/r", ("rule", {"id": "stats", "rule": "r"})),
        ("GET", "/files/a.b.json", ("file", {"name": "a.b"})),
        ("GET", "/api/twice", ("long", {})),
        ("GET", "/twice", ("short", {})),
        ("PUT", "/links", None),
        ("GET", "/links/", None),
        ("GET", "/links/a/b", None),
        ("GET", "", None),
    ],
)
def test_routes(method: str, path: str, expected: object) -> None:
    """A static segment beats a parameter, and `/api` may be left out."""
    found = Router(load(document(PATHS))).route(method, path)
    assert (found and (found[0].id, found[1])) == expected


def test_methods_of_a_path() -> None:
    """A path tells its methods, and an unknown path has none."""
    router = Router(load(document(PATHS)))
    assert router.methods("/links/link_1") == ("DELETE", "GET")
    assert router.methods("/links") == ("GET", "POST")
    assert router.methods("/nothing") == ()


def test_every_shipped_operation_is_reached_both_ways() -> None:
    """Each operation of Linquid is found under its path, with and without `/api`."""
    router = Router(linquid())
    for operation in linquid().operations.values():
        for path in (operation.path, operation.path.removeprefix("/api")):
            found = router.route(operation.method, path.replace("{", "").replace("}", ""))
            assert found
            assert found[0] is operation
