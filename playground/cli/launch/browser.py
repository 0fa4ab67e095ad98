"""Open an address in a browser, where there is one."""

from collections.abc import Mapping
import sys
import webbrowser

__all__ = ["is_opened"]

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def is_opened(url: str, *, environment: Mapping[str, str]) -> bool:
    """Open *url*; False where no browser can, a text browser being none: it takes the terminal."""
    if sys.platform.startswith("linux") and not any(environment.get(name) for name in _DISPLAYS):
        return False
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False
