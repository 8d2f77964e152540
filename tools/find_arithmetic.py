"""Find arithmetic of decimals outside the library's own context, by the types that mypy infers.

An operator, ``abs``, ``round``, ``sum`` or a method such as ``scaleb`` takes the context of the host program, which
may round to six digits or trap what it likes. Such arithmetic goes through `cnbudget.arithmetic`, or stands under
``with localcontext(exact)`` in the same function. Run as ``python tools/find_arithmetic.py``.
"""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

from mypy import build, types
from mypy.modulefinder import BuildSource
from mypy.options import Options

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "cnbudget"
#: Methods that take a context, by how many arguments they have without it.
METHODS = {
    "scaleb": 1, "quantize": 1, "normalize": 0, "to_integral_value": 0, "to_integral_exact": 0, "to_integral": 0,
    "sqrt": 0, "exp": 0, "ln": 0, "log10": 0, "logb": 0, "fma": 2, "remainder_near": 1, "shift": 1, "rotate": 1,
    "next_plus": 0, "next_minus": 0, "next_toward": 1, "max": 1, "min": 1, "max_mag": 1, "min_mag": 1,
}  # fmt: skip
#: More lines than a module of a library has.
LIBRARIES = 30_000
FUNCTIONS = {"abs", "round", "sum", "divmod", "pow"}

Span = tuple[int, int, int | None, int | None]


def is_decimal(found: types.Type | None) -> bool:
    """Whether a type is, or can be, a decimal or an iterable of them."""
    found = types.get_proper_type(found)
    if isinstance(found, types.Instance):
        if found.type.fullname in ("decimal.Decimal", "_decimal.Decimal"):
            return True
        return any(is_decimal(each) for each in found.args)
    if isinstance(found, types.UnionType):
        return any(is_decimal(each) for each in found.items)
    if isinstance(found, types.TupleType):
        return any(is_decimal(each) for each in found.items)
    return False


def is_scalar(found: types.Type | None) -> bool:
    """Whether a type is, or can be, a decimal itself."""
    found = types.get_proper_type(found)
    if isinstance(found, types.UnionType):
        return any(is_scalar(each) for each in found.items)
    return isinstance(found, types.Instance) and found.type.fullname in (
        "decimal.Decimal", "_decimal.Decimal",
    )  # fmt: skip


class Finder(ast.NodeVisitor):
    """Goes through a module; `found` lists the lines."""

    def __init__(
        self, known: dict[Span, list[types.Type]], named: dict[tuple[int, str], list[types.Type]]
    ) -> None:
        self.known = known
        self.named = named
        self.printed: ast.JoinedStr | None = None
        self.found: set[int] = set()
        self.own = 0

    def types_of(self, node: ast.expr) -> list[types.Type]:
        span = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        found = self.known.get(span, [])
        if self.printed:  # before Python 3.12 the places in f-strings are not sure, so names tell
            name = getattr(node, "id", getattr(node, "attr", ""))
            lines = range(self.printed.lineno, (self.printed.end_lineno or 0) + 1)
            found = found + [each for line in lines for each in self.named.get((line, name), [])]
        return found

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        before, self.printed = self.printed, node
        self.generic_visit(node)
        self.printed = before

    def is_scalar(self, node: ast.expr) -> bool:
        return any(map(is_scalar, self.types_of(node)))

    def say(self, node: ast.expr | ast.stmt) -> None:
        if not self.own:
            self.found.add(node.lineno)

    def visit_With(self, node: ast.With) -> None:
        own = any(ast.unparse(item.context_expr) == "localcontext(exact)" for item in node.items)
        self.own += own
        self.generic_visit(node)
        self.own -= own

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if self.is_scalar(node.left) or self.is_scalar(node.right):
            self.say(node)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if self.is_scalar(node.target) or self.is_scalar(node.value):
            self.say(node)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.USub | ast.UAdd) and self.is_scalar(node.operand):
            self.say(node)
        self.generic_visit(node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        spec = "" if node.format_spec is None else ast.unparse(node.format_spec)
        if "." in spec and self.is_scalar(node.value):  # the digits may have to be rounded
            self.say(node)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        callee = node.func
        keywords = {each.arg for each in node.keywords}
        if isinstance(callee, ast.Attribute) and self.is_scalar(callee.value):
            bare = "context" not in keywords and "rounding" not in keywords
            if bare and len(node.args) <= METHODS.get(callee.attr, -1):
                self.say(node)
        given = [found for each in node.args for found in self.types_of(each)]
        if isinstance(callee, ast.Name) and callee.id in FUNCTIONS and any(map(is_decimal, given)):
            self.say(node)
        self.generic_visit(node)


def main() -> int:
    """Print every place; the exit status says whether there is any."""
    options = Options()
    options.python_version = sys.version_info[:2]
    options.export_types = True
    options.preserve_asts = True
    options.incremental = False
    options.cache_dir = os.devnull
    options.ignore_missing_imports = True
    options.mypy_path = [str(ROOT / "src")]
    # mypy gives all types together, those of libraries too: each text is moved down by more lines than theirs have,
    # and by the lines of those before it, so that lines tell
    paths = sorted(SOURCE.rglob("*.py"))
    sources, texts, before = [], [], LIBRARIES
    for path in paths:
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        texts.append("\n" * before + path.read_text(encoding="utf-8"))
        before = texts[-1].count("\n") + 1
        sources.append(BuildSource(str(path), module, texts[-1]))
    result = build.build(sources, options)
    assert not result.errors, result.errors
    known: dict[Span, list[types.Type]] = {}
    named: dict[tuple[int, str], list[types.Type]] = {}
    for each, found in result.types.items():
        span = (each.line, each.column, each.end_line, each.end_column)
        known.setdefault(span, []).append(found)
        named.setdefault((each.line, getattr(each, "name", "")), []).append(found)
    count = 0
    for path, text in zip(paths, texts, strict=True):
        finder = Finder(known, named)
        finder.visit(ast.parse(text))
        lines = text.lstrip("\n").splitlines()
        first = text.count("\n") + 1 - len(lines)
        for line in sorted(finder.found):
            print(
                f"{path.relative_to(ROOT)}:{line - first + 1}: {text.splitlines()[line - 1].strip()}"
            )
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
