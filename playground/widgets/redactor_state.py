"""The synced traits of a redactor, named and shaped as `redactor_wire.Listing` says."""

from typing import Any

import anywidget
import traitlets

from playground.widgets.front_end import script, style

__all__ = ["RedactorState"]


class RedactorState(anywidget.AnyWidget):
    """One model for any number of views; no value of a key is ever in it."""

    _esm = script("redactor")
    _css = style("redactor")

    path = traitlets.Unicode().tag(sync=True)
    rows: Any = traitlets.List().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    undo_of = traitlets.Unicode().tag(sync=True)
