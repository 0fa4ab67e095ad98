"""The built JavaScript and CSS of a widget, or a note where nobody has built them."""

from pathlib import Path

__all__ = ["script", "style"]

STATIC = Path(__file__).parent / "static"

NOT_BUILT = """export default { render({ el }) {
  el.textContent = "This widget's front end is not built. Run `make` in the checkout, or " +
    "install a released wheel. Everything works from Python meanwhile.";
} };"""


def script(name: str) -> Path | str:
    """Return the module called *name*; without a build, one that says so."""
    path = STATIC / f"{name}.js"
    return path if path.is_file() else NOT_BUILT


def style(name: str) -> Path | str:
    """Return the style sheet called *name*, empty without a build."""
    path = STATIC / f"{name}.css"
    return path if path.is_file() else ""
