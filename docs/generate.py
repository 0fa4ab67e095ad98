"""Write `docs/reference/` from the data that the code reads: `make docs`."""

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import yaml

from playground.guard import Catalogue

HEADING = "<!-- Written by `make docs` from {source}; edit that. -->\n\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def kinds() -> str:
    """Return the page of the kinds of key that the guard knows."""
    known = sorted(Catalogue.load().kinds, key=lambda kind: (kind.issuer.lower(), kind.code))
    rows = [
        (kind.issuer, f"`{kind.code}`", kind.title, str(kind.privilege).replace("_", " "))
        for kind in known
    ]
    return (
        HEADING.format(source="playground/guard/kinds/")
        + "# Kinds of key\n\nWhat the guard finds, by issuer. Privileged kinds are banned unless"
        " they are known to end within a day; client-safe ones are allowed.\n\n"
        + table(("issuer", "kind", "what it is", "privilege"), rows)
    )


def scopes() -> str:
    """Return the page of Linquid's scopes."""
    data = yaml.safe_load(files("playground").joinpath("linquid/scopes.yaml").read_text())
    implied: dict[str, list[str]] = {}
    for implication in data["implications"]:
        names = implication["implies"]
        implied.setdefault(implication["scope"], []).extend(
            [names] if isinstance(names, str) else names
        )
    rows = [
        (
            f"`{name}`",
            scope["description"],
            data["families"][scope["family"]]["title"],
            ", ".join(f"`{other}`" for other in implied.get(name, [])),
            scope["provenance"],
        )
        for name, scope in data["scopes"].items()
    ]
    return (
        HEADING.format(source="playground/linquid/scopes.yaml")
        + "# Scopes\n\nWhat a credential may be allowed to do. *Inferred* is our reading, not"
        " Linquid's word.\n\n" + table(("scope", "allows", "family", "implies", "provenance"), rows)
    )


PAGES = {"kinds.md": kinds, "scopes.md": scopes}


def main() -> None:
    """Write every page."""
    folder = Path(__file__).parent / "reference"
    folder.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page())


if __name__ == "__main__":
    main()
