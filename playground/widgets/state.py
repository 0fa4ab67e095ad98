"""The synced traits of a request builder, named and shaped as `wire.Builder` says."""

from typing import Any, cast, get_type_hints

import anywidget
import traitlets

from playground.widgets.front_end import script, style
from playground.widgets.wire import Builder

__all__ = ["BuilderState"]


class BuilderState(anywidget.AnyWidget):
    """One model for any number of views; no value of a key is ever in it."""

    _esm = script("request_builder")
    _css = style("request_builder")

    title = traitlets.Unicode().tag(sync=True)
    operations: Any = traitlets.List().tag(sync=True)
    credentials: Any = traitlets.List().tag(sync=True)
    operation: Any = traitlets.Any(None).tag(sync=True)
    key: Any = traitlets.Any(None).tag(sync=True)
    form: Any = traitlets.Any(None).tag(sync=True)
    values: Any = traitlets.Dict().tag(sync=True)
    heard: Any = traitlets.Any(None).tag(sync=True)
    asks: Any = traitlets.Any(None).tag(sync=True)
    complaints: Any = traitlets.List().tag(sync=True)
    snippets: Any = traitlets.Dict({"python": "", "curl": ""}).tag(sync=True)
    sending = traitlets.Bool(default_value=False).tag(sync=True)
    held = traitlets.Bool(default_value=False).tag(sync=True)
    outcome: Any = traitlets.Any(None).tag(sync=True)
    sends: Any = traitlets.List().tag(sync=True)

    @property
    def state(self) -> Builder:
        """The synced traits as one record."""
        return cast("Builder", {name: getattr(self, name) for name in get_type_hints(Builder)})
