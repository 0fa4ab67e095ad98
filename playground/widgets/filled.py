"""Between what a form holds and what a session sends: parameters by name, and one body."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from copy import deepcopy
from typing import Any, cast

from playground.errors import UnknownField
from playground.openapi.check import parameter_keys
from playground.openapi.operation import Operation
from playground.widgets.live import plain
from playground.widgets.pointer import MISSING, join, put, read, remove
from playground.widgets.shape import shape
from playground.widgets.wire import Form, Values

__all__ = ["Params", "address", "body", "from_request", "params"]


def params(operation: Operation, values: Values) -> dict[str, Any]:
    """Return the parameters of *values* by name, "query/id" where two places share it."""
    found = {
        name: read(values, join(parameter.location, parameter.name))
        for name, parameter in parameter_keys(operation).items()
    }
    return {name: value for name, value in found.items() if value is not MISSING}


def body(operation: Operation, form: Form, values: Values) -> Any:
    """Return the body of *values*; a required object that nobody filled in is `{}`."""
    if "body" in values:
        return deepcopy(values["body"])
    if operation.body is None or not operation.body.required:
        return None
    schema = operation.body.content.get(form["media"])
    return {} if shape(schema, operation.resolve).type == "object" else None


def from_request(operation: Operation, given: Mapping[str, Any], content: Any) -> Values:
    """Return the values that make the request of parameters *given* and body *content*."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        put(values, _address(operation, name), plain(value))
    return cast("Values", values if content is None else {**values, "body": plain(content)})


def address(operation: Operation, form: Form, name: str) -> str:
    """
    Return the address of the field called *name*: a member of the body, else a parameter.

    A name that begins with "/" is a pointer into the body.

    Raises:
        UnknownField: the operation has no field of that name.
    """
    if name.startswith("/"):
        return f"/body{name}"
    fields = {field["name"]: field["address"] for field in form["body"]}
    return fields.get(name) or _address(operation, name, others=fields)


def _address(operation: Operation, name: str, *, others: Mapping[str, str] | None = None) -> str:
    keys = parameter_keys(operation)
    if name not in keys:
        raise UnknownField(name, [*keys, *(others or {})], place=operation.id)
    return join(keys[name].location, keys[name].name)


class Params(MutableMapping[str, Any]):
    """The parameters by name; a change reaches the form."""

    def __init__(
        self, operation: Operation, values: Values, write: Callable[[Values], None]
    ) -> None:
        self._operation = operation
        self._values = values
        self._write = write

    def __getitem__(self, name: str) -> Any:
        return params(self._operation, self._values)[name]

    def __setitem__(self, name: str, value: Any) -> None:
        tree = cast("dict[str, Any]", self._values)
        put(tree, _address(self._operation, name), plain(value))
        self._write(self._values)

    def __delitem__(self, name: str) -> None:
        self[name]  # an absent name is a KeyError, as for any mapping
        remove(cast("dict[str, Any]", self._values), _address(self._operation, name))
        self._write(self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(params(self._operation, self._values))

    def __len__(self) -> int:
        return len(params(self._operation, self._values))

    def __repr__(self) -> str:
        return repr(params(self._operation, self._values))
