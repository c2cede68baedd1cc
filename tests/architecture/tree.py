"""The source tree as the checks read it: modules by name, their syntax, and what each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SALDO = REPOSITORY / "src" / "saldo"


@dataclass(frozen=True)
class Import:
    """One imported name.

    `target` is what is imported, e.g. `saldo.ledger.models.Entry`; `bound` is what the module calls it, and `means`
    what that name stands for: `import a.b` imports `a.b` and binds `a`.
    """

    target: str
    bound: str
    means: str
    line: int
    for_types_only: bool

    def enters(self, package: str) -> bool:
        """Whether it names the package or something inside it."""
        return self.target == package or self.target.startswith(package + ".")


@dataclass(frozen=True)
class Module:
    """One Python file below the `saldo` package at `root`."""

    root: Path
    path: Path

    @cached_property
    def relative(self) -> str:
        """The path below the package, with slashes: `base/tenants/frame.py`."""
        return self.path.relative_to(self.root).as_posix()

    @cached_property
    def dotted(self) -> str:
        """The import name: `saldo.base.tenants.frame`."""
        parts = ["saldo", *self.relative.removesuffix(".py").split("/")]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        """The source."""
        return self.path.read_text()

    @cached_property
    def syntax(self) -> ast.Module:
        """The source, parsed."""
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def context(self) -> str:
        """The dotted name of the context it belongs to: `saldo.invoices`, `saldo.base.tenants`, `saldo.web.portal`."""
        return "saldo." + context_of(self.relative).replace("/", ".")

    @cached_property
    def room(self) -> str:
        """The room inside the context: `actions`, `queries`, `frame`; empty for the context's own `__init__`."""
        below = self.dotted.removeprefix(self.context).lstrip(".")
        return below.split(".")[0]

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Everything it imports, wherever in the file."""
        typing_only = {
            id(inner)
            for node in ast.walk(self.syntax)
            if isinstance(node, ast.If) and _names(node.test) & {"TYPE_CHECKING"}
            for statement in node.body
            for inner in ast.walk(statement)
        }
        return tuple(
            one
            for node in ast.walk(self.syntax)
            for one in self._imported_by(node, for_types_only=id(node) in typing_only)
        )

    def _imported_by(self, node: ast.AST, *, for_types_only: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for name in node.names:
                first = name.name.split(".")[0]
                means = name.name if name.asname else first
                yield Import(name.name, name.asname or first, means, node.lineno, for_types_only)
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            if node.level:
                here = self.dotted.split(".") if self.path.name == "__init__.py" else self.dotted.split(".")[:-1]
                base = here[: len(here) - node.level + 1]
                package = ".".join([*base, *([node.module] if node.module else [])])
            for name in node.names:
                target = f"{package}.{name.name}"
                yield Import(target, name.asname or name.name, target, node.lineno, for_types_only)

    def dotted_name(self, node: ast.AST) -> str | None:
        """What an expression such as `dt.datetime.now` names in full, read through the imports; None if not a name."""
        if isinstance(node, ast.Name):
            return self._bindings.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            base = self.dotted_name(node.value)
            return None if base is None else f"{base}.{node.attr}"
        return None

    @cached_property
    def _bindings(self) -> Mapping[str, str]:
        return {one.bound: one.means for one in self.imports}

    def at(self, line: int) -> str:
        """Where a breach is, for its sentence."""
        return f"{self.relative}:{line}"


def context_of(relative: str) -> str:
    """The folder that is the context of a file: its first part, or two of them below `base` and `web`."""
    parts = relative.split("/")
    depth = 2 if parts[0] in {"base", "web"} and len(parts) > 2 else 1
    if len(parts) == 1:
        return ""
    return "/".join(parts[:depth])


def modules(root: Path) -> Iterator[Module]:
    """Every Python file of the package at `root`, in order of path."""
    for path in sorted(root.rglob("*.py")):
        yield Module(root, path)


def strings(module: Module) -> Iterator[tuple[int, str]]:
    """Every string constant with its line, docstrings left out."""
    # A string that stands alone as a statement is a docstring, or explains the line above it.
    explanations = {id(node.value) for node in ast.walk(module.syntax) if isinstance(node, ast.Expr)}
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explanations:
            yield node.lineno, node.value


def plant(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below `root/saldo` and return that package: a tree to find a breach in."""
    package = root / "saldo"
    for relative, text in files.items():
        path = package / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return package


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)} | {
        inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)
    }
