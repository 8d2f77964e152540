"""Small changes of the code that no test notices.

    python tools/find_survivors.py ROOM [--most N] [--skip N] [--seconds S] [--each S]
    python tools/find_survivors.py MODULE [--tests PATH…] [--most N] [--lines A-B] [--seconds S] [--each S]
    python tools/find_survivors.py MODULE [--tests PATH…] --replace OLD NEW

A room is one of `ROOMS`: its modules are changed, and its own tests are asked. Those are asked of one module in a room,
too, unless others are given. A module can be a package: then all modules in it.

Each change is one of these: a comparison turned or made strict, "and" for "or", a condition denied, a whole number one
larger, True for False, plus for minus, "any" for "all", a call left out, a "continue" left out, and what a row of a
module's data says under a name left out. The tests run once to
see which statements each of them reaches; that is kept in ``build/survivors`` and holds for a file of tests until this
file or the modules change (what stands beside it is not looked at: ``--afresh`` asks again). Then every change is tried
by the tests that reach it, those of the file that is named as the module first, then the quickest, in a process of its
own that is forked when all is imported. It prints the changes that survive, and how many of how many
were noticed. What takes ten times as long as before is noticed, too: it does not end.

With ``--most`` so many changes are tried, spread evenly over the modules, with ``--skip`` the ones so many behind
those; ``--lines`` tries those of some lines only,
``--seconds`` begins no more after so many, ``--each`` asks no more tests of a change than take so many processor
seconds, and ``--replace`` tries one change that is given as text.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import contextlib
import copy
import gc
import hashlib
import importlib
import os
import pickle
import pkgutil
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import attrs
import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).parents[1]
#: The rooms that judge, and the tests that are theirs.
ROOMS = {
    "consistency": ("tests/consistency",),
    "deduction": (
        "tests/deduction",
        "tests/invariants/test_balances.py",
        "tests/reconciliation/test_oracle_ranges.py",
        "tests/reconciliation/test_cut_off.py",
        "tests/reconciliation/test_prose.py",
        "tests/reconciliation/test_rules.py",
        "tests/reconciliation/test_sides.py",
    ),
    "invariants": (
        "tests/invariants",
        "tests/properties/test_laws.py",
        "tests/test_scoped.py",
        "tests/frames/test_leaves.py",
        "tests/checks/test_units.py",
    ),
    "choosing": ("tests/choosing",),
    "rules": (
        "tests/rules",
        "tests/checks/test_own.py",
        "tests/checks/test_sides.py",
        "tests/narrative/test_told.py",
        "tests/ties",
        "tests/performance",
    ),
    "ties": (
        "tests/ties",
        "tests/performance",
        "tests/narrative/test_parted.py",
        "tests/checks/test_sides.py",
        "tests/checks/test_prose.py",
        "tests/checks/test_last_year.py",
    ),
    "checks": ("tests/checks",),
    "reconciliation": ("tests/reconciliation",),
}
_SURVIVED, _NOTICED, _UNUSABLE = 0, 1, 2
#: What marked code calls with the number of each statement that it reaches.
_MARK = "__cnbudget_reached__"
#: Where it is kept which statements the tests reach.
KEPT = ROOT / "build" / "survivors"
#: How much longer than before tests may take, and processor seconds besides.
_LONGER, _SECONDS = 10, 20
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.Mult: ast.Add,
}  # fmt: skip
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}


@attrs.frozen
class Change:
    """A small change of a module.

    Attributes:
        line: Where it is.
        words: What it is.
        make: What makes it in the module's tree, and gives what takes it back.
    """

    line: int
    words: str
    make: Callable[[], Callable[[], None]]


# Changes -----------------------------------------------------------------------------------------


def changes_of(tree: ast.Module) -> Iterator[Change]:
    """All changes of a module, in the order of its lines.

    What a module does while it is imported, but for giving names their values, is not done again: no changes of that.
    """
    once = [
        range(each.lineno, (each.end_lineno or each.lineno) + 1)
        for each in tree.body
        if isinstance(each, ast.For | ast.If | ast.With | ast.Expr | ast.Assert)
    ]
    found = [
        change
        for node in _nodes(tree)
        for change in _of(node)
        if not any(change.line in lines for lines in once)
    ]
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            calls = [each for each in ast.walk(statement.value) if isinstance(each, ast.Call)]
            found += [_without(node, each) for node in calls for each in node.keywords]
    yield from sorted(found, key=lambda change: change.line)


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that say what is done: no annotations, decorators and what is done once for all (defaults, fields)."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "args") and not isinstance(
            node, ast.Call
        ):
            continue
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, ast.AST):
                continue
            if isinstance(node, ast.ClassDef) and not isinstance(each, ast.FunctionDef):
                continue
            if isinstance(each, ast.If) and ast.unparse(each.test) == "TYPE_CHECKING":
                continue
            if isinstance(each, ast.keyword) and each.arg == "strict":
                continue  # zip asserts with it what is so
            yield each
            yield from _nodes(each)


def _of(node: ast.AST) -> Iterator[Change]:
    """The changes of one node."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            yield _put(node, node.ops, place, _TURNED[type(op)](), node)
    elif isinstance(node, ast.BoolOp):
        yield _set(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.If | ast.IfExp):
        yield _set(node, "test", ast.UnaryOp(ast.Not(), node.test), node.test)
    elif isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            yield _put(test, node.ifs, place, ast.UnaryOp(ast.Not(), test), test)
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _OPERATORS:
        yield _set(node, "op", _OPERATORS[type(node.op)]())
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield _set(node, "value", not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield _set(node, "value", node.value + 1)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield _set(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        yield _set(node, "func", ast.Name(_CALLS[node.func.id], ast.Load()))
    for name in ("body", "orelse"):
        body = getattr(node, name, None)
        if isinstance(body, list):
            for place, each in enumerate(body):
                if isinstance(each, ast.Continue):
                    yield _put(each, body, place, ast.Pass(), each)


def _without(node: ast.Call, keyword: ast.keyword) -> Change:
    """A row of data without what it says under a name."""

    def make() -> Callable[[], None]:
        place = node.keywords.index(keyword)
        del node.keywords[place]
        return lambda: node.keywords.insert(place, keyword)

    row = ast.unparse(ast.Call(node.func, node.args[:1], [keyword]))
    return Change(keyword.lineno, f"left out of a row: {_short(row)}", make)


def _set(node: Any, name: str, new: Any, shown: ast.AST | None = None) -> Change:
    """A node with something else in one of its fields."""
    old = getattr(node, name)

    def make() -> Callable[[], None]:
        setattr(node, name, new)
        return lambda: setattr(node, name, old)

    return _change(node, shown or node, make)


def _put(node: Any, holder: list[Any], place: int, new: Any, shown: ast.AST) -> Change:
    """A list of nodes with another one at a place."""
    old = holder[place]

    def make() -> Callable[[], None]:
        holder[place] = new
        return lambda: holder.__setitem__(place, old)

    return _change(
        node, shown if shown is not old else new, make, ast.unparse(old) if shown is old else ""
    )


def _change(
    node: Any, shown: ast.AST, make: Callable[[], Callable[[], None]], before: str = ""
) -> Change:
    if isinstance(node, ast.If | ast.IfExp):
        shown, before = ast.UnaryOp(ast.Not(), node.test), ast.unparse(node.test)
    before = before or ast.unparse(shown)
    back = make()
    after = ast.unparse(shown)
    back()
    return Change(node.lineno, f"{_short(before)}  =>  {_short(after)}", make)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:87]}..."


# Making them -------------------------------------------------------------------------------------


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


class Patched:
    """A module whose functions can be given other code while it is loaded."""

    def __init__(self, name: str) -> None:
        self.module: ModuleType = importlib.import_module(name)
        self.path = str(self.module.__file__)
        self.source = Path(self.path).read_text(encoding="utf-8")
        self.tree = ast.parse(self.source)
        self.live: list[FunctionType] | None = None
        self.old: dict[str, list[CodeType]] = defaultdict(list)
        for code in _codes(compile(self.source, self.path, "exec")):
            self.old[code.co_qualname].append(code)

    @property
    def digest(self) -> str:
        """What changes with the module's text."""
        return _digest(self.source)

    def take(self, tree: ast.Module, *, constants: bool = True) -> None:
        """Put the code of a changed tree in the place of the module's.

        Raises:
            ValueError: It does not fit.
        """
        ast.fix_missing_locations(tree)
        new: dict[str, list[CodeType]] = defaultdict(list)
        for code in _codes(compile(tree, self.path, "exec")):
            new[code.co_qualname].append(code)
        if self.live is None:
            self.live = self.functions()
        for function in self.live:
            own = function.__code__
            for before, after in zip(self.old[own.co_qualname], new[own.co_qualname], strict=True):
                if before.co_firstlineno == own.co_firstlineno and before != after:
                    function.__code__ = after
        for each in vars(self.module).values():  # what was worked out when the tests were imported
            if isinstance(each, _lru_cache_wrapper):
                each.cache_clear()
        if constants:
            self._constants(tree)

    def functions(self) -> list[FunctionType]:
        """The functions of the module that are there."""
        return [
            each
            for each in gc.get_objects()
            if isinstance(each, FunctionType) and each.__code__.co_filename == self.path
        ]

    def _constants(self, tree: ast.Module) -> None:
        """Work out anew the names of the module that a change gives other values, wherever they were imported."""
        for statement, before in zip(tree.body, ast.parse(self.source).body, strict=False):
            if not isinstance(statement, ast.Assign | ast.AnnAssign):
                continue
            if ast.unparse(statement) == ast.unparse(before):
                continue
            names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            was = {name: vars(self.module)[name] for name in names if name in vars(self.module)}
            exec(compile(ast.Module([statement], []), self.path, "exec"), vars(self.module))
            for name, value in was.items():
                for other in list(sys.modules.values()):
                    if getattr(other, name, None) is value:
                        setattr(other, name, vars(self.module)[name])


# Trying them -------------------------------------------------------------------------------------


@attrs.define(eq=False)
class Trial:
    """A pytest plugin that tries changes instead of running the tests."""

    args: argparse.Namespace
    told: list[tuple[Change, int]] = attrs.field(factory=list)
    left: int = 0

    def pytest_configure(self) -> None:
        """Have no failing example made smaller: that there is one is enough."""
        from hypothesis import HealthCheck, Phase, settings  # pytest has to load it first

        settings.register_profile(  # tests take long while their lines are counted
            "survivors",
            phases=[Phase.explicit, Phase.generate],
            deadline=None,
            suppress_health_check=[*HealthCheck],
        )
        settings.load_profile("survivors")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the changes of the modules."""
        names = [self.args.module] if self.args.replace else _modules(self.args.module)
        modules = [Patched(name) for name in names]
        changes = self._changes(modules)
        _made_ready(names)
        reached, times = _reached(session.items, modules, self.args.afresh)
        for module in modules:  # once, and not in each process anew
            module.live = module.functions()
        gc.freeze()
        begun = time.monotonic()
        for number, (module, change) in enumerate(changes):
            if self.args.seconds and time.monotonic() - begun > self.args.seconds:
                self.left = len(changes) - number
                break
            mine = [lines.get(module.path, set()) for lines in reached]
            tests = [n for n, lines in enumerate(mine) if change.line in lines or not change.line]
            if not tests:  # a constant: whatever reaches the module, all if that has nothing else
                tests = [n for n, lines in enumerate(mine) if lines] or [*range(len(mine))]
            tests = self._asked(tests, session.items, times, Path(module.path).stem)
            items = [session.items[n] for n in tests]
            limit = _LONGER * sum(times[n] for n in tests) + _SECONDS
            self.told.append((change, _tried(module, change, items, limit)))
            if self.told[-1][1] == _SURVIVED:
                print(
                    f"{Path(module.path).relative_to(ROOT)}:{change.line}  {change.words}",
                    flush=True,
                )
        return True

    def _asked(
        self, tests: list[int], items: list[pytest.Item], times: list[float], stem: str
    ) -> list[int]:
        """The tests in the order in which they are asked, and no more than may be."""
        own = f"test_{stem}.py"
        tests.sort(key=lambda n: (Path(items[n].location[0]).name != own, times[n], n))
        asked: list[int] = []
        spent = 0.0
        for n in tests:
            spent += times[n]
            if asked and self.args.each and spent > self.args.each:
                break
            asked.append(n)
        return asked

    def _changes(self, modules: list[Patched]) -> list[tuple[Patched, Change]]:
        if self.args.replace:
            (module,) = modules
            return [(module, _replacing(module, *self.args.replace))]
        first, _, last = (self.args.lines or "1-").partition("-")
        end = int(last) if last else sys.maxsize
        found = [
            (module, each)
            for module in modules
            for each in changes_of(module.tree)
            if int(first) <= each.line <= end
        ]
        most = self.args.most or len(found) or 1
        step = max(1.0, len(found) / most)
        numbers = [int(n * step) + self.args.skip for n in range(min(most, len(found)))]
        return [found[n % len(found)] for n in numbers]


def _modules(name: str) -> list[str]:
    """A module by its name, or all modules of a package that do something."""
    found = importlib.import_module(name)
    if not hasattr(found, "__path__"):
        return [name]
    below = [each.name for each in pkgutil.walk_packages(found.__path__, f"{name}.")]
    return [name, *sorted(below)]


def _made_ready(names: list[str]) -> None:
    """Have imported and read what each process would import and read anew, but for what may rest on what is changed."""
    for each in _modules("cnbudget"):
        if each.endswith("__main__"):
            continue
        with contextlib.suppress(ImportError):  # some need what is not installed
            importlib.import_module(each)
    if not any(name.startswith("cnbudget.classification") for name in names):
        from cnbudget.classification import Kind, default

        lists = default()
        for year in lists.years:
            for kind in Kind:
                lists.catalogue(kind, year)


def _replacing(module: Patched, old: str, new: str) -> Change:
    """The change that is given as text."""
    if module.source.count(old) != 1:
        raise SystemExit(f"{old!r} stands {module.source.count(old)} times in the module")
    tree = ast.parse(module.source.replace(old, new))

    def make() -> Callable[[], None]:
        module.tree = tree
        return lambda: None

    return Change(0, f"{_short(old)}  =>  {_short(new)}", make)


def _forked(work: Callable[[], int], limit: float = 0) -> int:
    """How some work ends that is done in a process of its own; `_NOTICED` if that is ended for its time."""
    child = os.fork()
    if not child:
        status = _NOTICED
        with contextlib.suppress(BaseException):
            if limit:
                used = int(sum(os.times()[:2]) + limit)
                resource.setrlimit(resource.RLIMIT_CPU, (used + 1, used + 1))
            status = work()
        os._exit(status)
    _, how = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(how) if os.WIFEXITED(how) else _NOTICED


def _tried(module: Patched, change: Change, items: list[pytest.Item], limit: float) -> int:
    def work() -> int:
        change.make()
        try:
            module.take(module.tree)
        except (SyntaxError, ValueError, TypeError):
            return _UNUSABLE
        for item, after in zip(items, [*items[1:], None], strict=False):  # there may be none
            if any(each.failed for each in runtestprotocol(item, log=False, nextitem=after)):
                return _NOTICED
        return _SURVIVED

    return _forked(work, limit)


# What the tests reach ----------------------------------------------------------------------------

_Lines = dict[str, set[int]]


def _marked(tree: ast.Module, first: int) -> tuple[ast.Module, list[list[int]]]:
    """A tree whose functions tell the number of each statement before it is done, and the lines of those statements.

    The lines of a statement that holds others are those of its head.
    """
    tree = copy.deepcopy(tree)
    found: list[list[int]] = []
    for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
        for node in ast.walk(function):
            for name in ("body", "orelse", "finalbody"):
                body = getattr(node, name, None)
                if isinstance(body, list) and not getattr(node, f"marked_{name}", False):
                    setattr(node, name, _told(body, found, first))
                    setattr(node, f"marked_{name}", True)
    return ast.fix_missing_locations(tree), found


def _told(body: list[ast.stmt], found: list[list[int]], first: int) -> list[ast.stmt]:
    """Statements, each after a call that tells its number."""
    told: list[ast.stmt] = []
    for each in body:
        call = ast.Call(ast.Name(_MARK, ast.Load()), [ast.Constant(first + len(found))], [])
        told += [ast.copy_location(ast.Expr(call), each), each]
        inner = getattr(each, "body", None)
        last = inner[0].lineno - 1 if inner else each.end_lineno or each.lineno
        found.append([*range(each.lineno, max(last, each.lineno) + 1)])
    return told


def _reached(
    items: list[pytest.Item], modules: list[Patched], afresh: bool
) -> tuple[list[_Lines], list[float]]:
    """The lines of some modules that each test reaches, and the processor seconds that it takes."""
    files: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.location[0]].append(item)
    known: dict[str, tuple[_Lines, float]] = {}
    for file, mine in files.items():
        kept = None if afresh else _kept(file, mine, modules)
        if kept is None:
            kept = _seen(file, mine, modules)
        known.update(kept)
    for item in items:
        if item.nodeid not in known:
            print(f"left out, for it fails without a change: {item.nodeid}", flush=True)
    nothing: tuple[_Lines, float] = ({}, 0.0)
    found = [known.get(item.nodeid, nothing) for item in items]
    return [lines for lines, _ in found], [seconds for _, seconds in found]


def _place(file: str, modules: list[Patched]) -> Path:
    rooms = sorted({".".join(each.module.__name__.split(".")[:2]) for each in modules})
    return KEPT / f"{_digest(' '.join([file, *rooms]))[:16]}.pickle"


def _kept(
    file: str, items: list[pytest.Item], modules: list[Patched]
) -> dict[str, tuple[_Lines, float]] | None:
    """What was kept of a file of tests, if it still holds."""
    if not _place(file, modules).exists():
        return None
    digest, digests, tests, found = pickle.loads(_place(file, modules).read_bytes())
    now = {module.path: module.digest for module in modules}
    same = (
        digest == _digest(Path(file).read_text(encoding="utf-8")) and now.items() <= digests.items()
    )
    held: dict[str, tuple[_Lines, float]] = found
    return held if same and {item.nodeid for item in items} <= tests else None


def _seen(
    file: str, items: list[pytest.Item], modules: list[Patched]
) -> dict[str, tuple[_Lines, float]]:
    """What the tests of a file reach; it is kept."""
    names = sorted({str(each.module.__package__) for each in modules})
    given = {each.path for each in modules}
    place = _place(file, modules)
    beside = [Patched(name) for package in names for name in _modules(package)]
    modules = [*modules, *(each for each in beside if each.path not in given)]

    def work() -> int:
        numbers: set[int] = set()
        setattr(builtins, _MARK, numbers.add)
        lines: list[tuple[str, list[int]]] = []
        for module in modules:
            tree, marks = _marked(module.tree, len(lines))
            module.take(tree, constants=False)
            lines += [(module.path, each) for each in marks]
        found: dict[str, tuple[_Lines, float]] = {}
        for item, after in zip(items, [*items[1:], None], strict=True):
            numbers.clear()
            start = time.process_time()
            reports = runtestprotocol(item, log=False, nextitem=after)
            seconds = time.process_time() - start
            if any(each.failed for each in reports):
                continue
            reached: _Lines = defaultdict(set)
            for number in numbers:
                path, own = lines[number]
                reached[path].update(own)
            found[item.nodeid] = (dict(reached), seconds)
        digests = {module.path: module.digest for module in modules}
        text = Path(file).read_text(encoding="utf-8")
        tests = {item.nodeid for item in items}
        KEPT.mkdir(parents=True, exist_ok=True)
        place.write_bytes(pickle.dumps((_digest(text), digests, tests, found)))
        return _SURVIVED

    if _forked(work):
        raise SystemExit(f"the tests of {file} cannot be run")
    known: dict[str, tuple[_Lines, float]] = pickle.loads(place.read_bytes())[-1]
    return known


def main() -> int:
    """Try the changes of a module or a room, and say which survive."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("module", help="as it is imported: cnbudget.ties.goals; or a room")
    parser.add_argument("--tests", nargs="+", help="those of the room if not given")
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--lines", default="")
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--each", type=float, default=0)
    parser.add_argument("--afresh", action="store_true")
    parser.add_argument("--replace", nargs=2, metavar=("OLD", "NEW"))
    args = parser.parse_args()
    name = args.module
    if name in ROOMS:
        args.module = f"cnbudget.{name}"
    room = args.module.split(".")[1] if "." in args.module else ""
    args.tests = args.tests or [*ROOMS.get(room, ())]
    if not args.tests:
        parser.error(f"--tests is needed for what is no room; rooms are {', '.join(ROOMS)}")
    trial = Trial(args)
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    options = ["-s", "-p", "no:cacheprovider", "-p", "no:terminal", "-o", "addopts="]
    pytest.main([*options, *args.tests], plugins=[trial])
    counts = [status for _, status in trial.told]
    tried = len(counts) - counts.count(_UNUSABLE)
    left = f", {trial.left} not tried" if trial.left else ""
    print(f"{name}: {counts.count(_NOTICED)} of {tried} changes noticed{left}")
    return 1 if not counts or counts.count(_SURVIVED) else 0


if __name__ == "__main__":
    sys.exit(main())
