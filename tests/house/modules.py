"""The source of the seven packages as syntax trees, for rules that hold in every file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "db", "elo", "notifier", "rede", "sandbox", "scheduler")


def sources(*packages: str) -> Iterator[Path]:
    """Python files, relative to the top folder."""
    for package in packages or PACKAGES:
        yield from (file.relative_to(ROOT) for file in sorted((ROOT / package).rglob("*.py")))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf8"), filename=str(file))


@cache
def imported(file: Path) -> frozenset[str]:
    """Dotted names of the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
    return frozenset(found)


def importers(module: str) -> set[str]:
    """Files that import the module or one inside it."""
    return {
        file.as_posix()
        for file in sources()
        if any(name == module or name.startswith(f"{module}.") for name in imported(file))
    }
