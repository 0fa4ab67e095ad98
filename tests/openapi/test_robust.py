"""However broken a document is, it is refused in words or read as far as it goes."""

from collections.abc import Iterator
import contextlib
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.errors import DocumentError, RequestInvalid
from playground.openapi import (
    Router,
    answer_problems,
    build,
    linquid,
    load,
    problems,
    read_params,
    sample,
)
from playground.openapi.generate import Generator
from playground.openapi.pointer import lookup

from .documents import document

RULES = linquid().root["paths"]["/api/rules/{ruleId}"]
COMPONENTS = linquid().root["components"]
SCHEMAS = {
    name: COMPONENTS["schemas"][name]
    for name in ("RuleUpdate", "Conditions", "Condition", "NewApiKey", "ApiKey")
}
SMALL = document(
    {"/api/rules/{ruleId}": {"put": RULES["put"], "get": RULES["get"]}},
    security=[{"workspaceKey": []}],
    components={**COMPONENTS, "schemas": SCHEMAS, "responses": {}},
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([1e400, "", "x", "#/paths", "object", "^(", 1.5]),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just([{}]),
    st.just({"$ref": "#/components/schemas/RuleUpdate"}),
    st.just({"$ref": 5}),
    st.just({"allOf": [{"$ref": "#/components/schemas/Conditions"}]}),
)


def places(node: Any, where: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to everything in *node*."""
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for key, entry in entries:
        yield (*where, key)
        if isinstance(entry, (dict, list)):
            yield from places(entry, (*where, key))


PLACES = list(places(SMALL))


def schemas(root: Any) -> list[Any]:
    """Return the schemas of *root* that can still be found."""
    components = root.get("components")
    named = components.get("schemas") if isinstance(components, dict) else None
    return list(named.values()) if isinstance(named, dict) else []


def use_everything(root: Any) -> None:
    """Do with each operation of *root* what a person could do."""
    loaded = load(root)
    router = Router(loaded)
    for schema in schemas(loaded.root):
        Generator(loaded.definitions, is_full=True).value(schema)
        Generator(loaded.definitions, use_examples=False).value(schema)
    for operation in loaded.operations.values():
        made = sample(operation)
        problems(operation, params=made.params, body=made.body)
        read_params(operation, query=[("page", "1")], headers={"x-workspace-id": "a"})
        for response in operation.responses:
            for media_type in response.content:
                answer_problems(operation, 200, media_type, {"a": 1})
        try:
            router.route(operation.method, build(operation, params=made.params).path)
        except RequestInvalid:
            assert made.warnings or operation.warnings


@settings(max_examples=150)
@given(st.sampled_from(PLACES), JUNK)
def test_one_broken_place(place: tuple[str | int, ...], junk: Any) -> None:
    """One place that makes no sense never ends in an exception of another kind."""
    root = deepcopy(SMALL)
    lookup(root, place[:-1])[place[-1]] = junk
    with contextlib.suppress(DocumentError):
        use_everything(root)
