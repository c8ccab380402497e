"""The source of Tandem as the architecture tests see it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tandem.platform.home import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "src" / "tandem"
PARTS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path

    @property
    def name(self) -> str:
        """As a person says it: `flows/data.py`."""
        return self.path.relative_to(PACKAGE).as_posix()

    @property
    def part(self) -> str:
        return self.path.relative_to(PACKAGE).parts[0]

    @property
    def lines(self) -> int:
        return len(self.path.read_text(encoding="utf-8").splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def imports(self) -> set[str]:
        """Full names of everything imported: `from a.b import c` gives a.b and a.b.c."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        return found

    def imports_any(self, *packages: str) -> bool:
        return any(name == package or name.startswith(f"{package}.") for name in self.imports() for package in packages)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def modules(root: Path = PACKAGE) -> list[Module]:
    return [Module(path) for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts]
