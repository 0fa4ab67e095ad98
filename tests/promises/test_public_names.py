"""Every module says what it gives: `__all__` is there, complete and sorted."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "playground"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def is_registered(node: ast.AST) -> bool:
    """Whether a decorator such as `@handles("getLink")` hands *node* over: nobody imports it."""
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
        isinstance(decorator, ast.Call) for decorator in node.decorator_list
    )


def in_tables(tree: ast.Module) -> set[str]:
    """Return the names that the module hands over in a table, such as `HANDLERS`."""
    tables = (node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    return {
        part.id
        for table in tables
        if isinstance(table, ast.Dict)
        for part in table.values
        if isinstance(part, ast.Name)
    }


def public_definitions(tree: ast.Module) -> set[str]:
    """Return the names without a leading underscore that the module itself defines."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names |= set() if is_registered(node) else {node.name}
    return {name for name in names - in_tables(tree) if not name.startswith("_")}


def order(name: str) -> tuple[int, str]:
    """Return the key of ruff's order: constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def listed(tree: ast.Module) -> list[str] | None:
    """Return the module's `__all__`, `None` if it has none."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            return list(ast.literal_eval(node.value))
    return None


def faults(source: str) -> list[str]:
    """Return what is wrong with the public names of a module."""
    tree = ast.parse(source)
    defined, names = public_definitions(tree), listed(tree)
    if names is None:
        return [f"no __all__, but it defines {sorted(defined)}"] if defined else []
    found = []
    if names != sorted(names, key=order):
        found.append("__all__ is not sorted")
    if missing := defined - set(names):
        found.append(f"__all__ lacks {sorted(missing)}")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_names_are_listed(path: Path) -> None:
    """A reader finds everything that a module gives in its `__all__`."""
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    ["def a(): ...", "__all__ = []\nclass A: ...", "__all__ = ['b', 'a']"],
    ids=["no list", "incomplete", "unsorted"],
)
def test_faults_are_seen(source: str) -> None:
    """The check can fail."""
    assert faults(source)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_tell_their_job(path: Path) -> None:
    """Each module begins with a docstring whose first line is one sentence."""
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert docstring.strip(), "no docstring"
    assert len(path.read_text().splitlines()) <= 300, "more than one job?"
