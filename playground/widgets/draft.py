"""What is chosen and filled in: one request, not yet sent, and what follows from it."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Self, cast

import traitlets

from playground.credentials.secret import Secret
from playground.errors import PlaygroundError
from playground.openapi import build
from playground.openapi.operation import Operation
from playground.widgets import filled, snippet
from playground.widgets.asks import asks
from playground.widgets.choices import key_rows, operation_rows
from playground.widgets.complaints import complaints, pasted
from playground.widgets.form import form
from playground.widgets.hidden import Hidden
from playground.widgets.kept import Kept
from playground.widgets.lab import Lab
from playground.widgets.live import live, plain
from playground.widgets.pointer import put
from playground.widgets.state import BuilderState
from playground.widgets.wire import Form, Snippets, Values

__all__ = ["Draft"]


class Draft(BuilderState):
    """The request that a form holds; every change brings the derived traits up to date."""

    def __init__(
        self,
        session: Lab,
        *,
        operation: str | None = None,
        key: str | Secret | None = None,
    ) -> None:
        self._lab = session
        self._hidden = Hidden()
        self._kept = Kept(session.masked)
        self._forms: dict[str, Form] = {}
        super().__init__(
            title=session.document.title,
            operations=operation_rows(session.operations.values()),
            credentials=key_rows(session.keys),
        )
        self.observe(self._on_operation, "operation")
        self.observe(self._on_values, "values")
        self.observe(self._on_key, "key")
        self.key = key
        self.operation = operation

    @traitlets.validate("operation")
    def _known_operation(self, proposal: Mapping[str, Any]) -> str | None:
        return None if proposal["value"] is None else self._lab.operations[proposal["value"]].id

    @traitlets.validate("key")
    def _known_key(self, proposal: Mapping[str, Any]) -> str | None:
        key = proposal["value"]
        name = key.name if isinstance(key, Secret) else key
        return None if name is None else str(self._lab.keys.named(name))

    @traitlets.validate("values")
    def _without_keys(self, proposal: Mapping[str, Any]) -> dict[str, Values]:
        """Return the values as they may be synced: no password and no key in them."""
        return {
            name: self._kept.lift(self._hidden.lift(name, values, self._form_of(name)["hidden"]))
            for name, values in proposal["value"].items()
        }

    @property
    def params(self) -> filled.Params:
        """The parameters by name, live: setting one fills its field in."""
        return filled.Params(self._chosen, self._current(), self._write)

    @params.setter
    def params(self, given: Mapping[str, Any]) -> None:
        values = filled.from_request(self._chosen, given, self._current().get("body"))
        self._write(values)

    @property
    def body(self) -> Any:
        """The body, live: setting a member fills its field in; `del builder.body` empties it."""
        values = self._current()
        if "body" not in values:
            values["body"] = filled.body(self._chosen, self._form, values) or {}
        return live(values["body"], lambda: self._write(values))

    @body.setter
    def body(self, content: Any) -> None:
        self._write({**self._current(), "body": plain(content)})

    @body.deleter
    def body(self) -> None:
        values = self._current()
        values.pop("body", None)
        self._write(values)

    def set(self, given: Mapping[str, Any] | None = None, /, **fields: Any) -> Self:
        """
        Fill in fields by name, members of the body before parameters; "/utm/source" goes deeper.

        Raises:
            UnknownName: the operation has no field of that name.
        """
        values = self._current()
        for name, value in {**(given or {}), **fields}.items():
            address = filled.address(self._chosen, self._form, name)
            put(cast("dict[str, Any]", values), address, plain(value))
        self._write(values)
        return self

    @property
    def problems(self) -> tuple[Any, ...]:
        """What the operation's schema refuses in what is filled in, by JSON pointer."""
        params, body = self._request(self._with_passwords())
        return tuple(self._lab.problems(self._chosen.id, params=params, body=body))

    def snippet(self, language: str = "python") -> str:
        """Return the request as code in *language*: "python" or "curl"."""
        self.snippets = self._snippets()
        if language not in self.snippets:
            known = " and ".join(map(repr, self.snippets))
            raise PlaygroundError(
                f"no code is made for {language!r}", next_step=f"There are {known}."
            )
        return str(self.snippets[language])

    # What follows from it

    @property
    def _chosen(self) -> Operation:
        if self.operation is None:
            raise PlaygroundError(
                "no operation is chosen", next_step='Choose one: `builder.operation = "…"`.'
            )
        return self._lab.operations[self.operation]

    @property
    def _form(self) -> Form:
        return cast("Form", self.form)

    def _current(self) -> Values:
        return cast("Values", deepcopy(self.values.get(self._chosen.id, {})))

    def _form_of(self, operation: str) -> Form:
        known = self._lab.operations[operation]
        if known.id not in self._forms:
            self._forms[known.id] = form(known)
        return self._forms[known.id]

    def _write(self, values: Values) -> None:
        self.values = {**self.values, self._chosen.id: values}

    def _with_passwords(self) -> Values:
        return self._hidden.fill(self._chosen.id, self._current(), self._form["hidden"])

    def _content(self) -> tuple[dict[str, Any], Any]:
        """Return parameters and body as they will be sent, passwords and keys included."""
        return self._request(self._kept.fill(self._with_passwords()))

    def _request(self, values: Values) -> tuple[dict[str, Any], Any]:
        return filled.params(self._chosen, values), filled.body(self._chosen, self._form, values)

    def _on_operation(self, _: Any = None) -> None:
        self.form = self._form_of(self.operation) if self.operation else None
        self._on_key()
        self._on_values()

    def _on_key(self, _: Any = None) -> None:
        self.credentials = key_rows(self._lab.keys)
        self.asks = self._asks() if self.operation else None
        self.snippets = self._snippets()

    def _on_values(self, _: Any = None) -> None:
        self.held = False
        self.complaints = self._complaints() if self.operation else []
        self.snippets = self._snippets()

    def _asks(self) -> Any:
        predicted = self._lab.predict(self._chosen.id, key=self.key)
        return asks(self._chosen, self._lab.document.schemes, predicted)

    def _complaints(self) -> list[Any]:
        found = complaints(self.problems)
        for one in found:
            one["message"] = self._hidden.mask(self._chosen.id, one["message"])
        return [*found, *pasted(self._kept.places(self._current()))]

    def _snippets(self) -> Snippets:
        """Return the request as code, masked values left masked."""
        if self.operation is None:
            return {"python": "", "curl": ""}
        params, body = self._request(self._current())
        python = snippet.python(
            self._chosen.id, params=params, body=body, key=self.key, kept=self._kept
        )
        return {"python": python, "curl": self._curl(params, body)}

    def _curl(self, params: Mapping[str, Any], body: Any) -> str:
        kind = None if self.key is None else self._lab.keys.credential(self.key).kind
        header = snippet.auth_header(self._chosen, self._lab.document.schemes, kind)
        try:
            whole = self._lab.completed(self._chosen.id, params)
            request = build(self._chosen, params=whole, body=body)
        except PlaygroundError as error:
            return f"# {error.message}. {error.next_step}"
        return snippet.curl(request, header=header)
