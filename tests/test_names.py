"""Names: what a name was called before still works for one version, and says what it is called now."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import cnbudget
from cnbudget import Verdict
from cnbudget.messages import say
from cnbudget.problems import Problem
from cnbudget.writing import FORMATS


@pytest.mark.parametrize(
    ("module", "former", "now"),
    [
        ("cnbudget.classification", "Problem", "Doubt"),
        ("cnbudget.consistency", "Ratio", "Proportion"),
        ("cnbudget.forms", "compose", "meant_together"),
        ("cnbudget.forms.meaning", "compose", "meant_together"),
        ("cnbudget.consistency", "Verdict", "Fit"),
        ("cnbudget.performance", "Procurement", "ProcurementPlan"),
        ("cnbudget.reports", "Unread", "UnreadFile"),
        ("cnbudget.writing.sheet", "Cell", "SheetCell"),
    ],
)
def test_a_former_name_says_the_one_of_now(module: str, former: str, now: str) -> None:
    here = importlib.import_module(module)
    with pytest.warns(DeprecationWarning, match=rf"{former} is now {now}$"):
        assert getattr(here, former) is getattr(here, now)
    assert former not in here.__all__
    with pytest.raises(AttributeError):
        here.no_such_name  # noqa: B018


def test_retired_cadres_are_found_by_their_former_name() -> None:
    from cnbudget.performance import Staff

    staff = Staff(())
    with pytest.warns(DeprecationWarning, match="now retired_cadres"):
        assert staff.resting is None
    with pytest.warns(DeprecationWarning, match="now retired_cadres"):
        assert staff.figure("resting") is None


def test_the_clock_is_found_where_it_stood() -> None:
    module = importlib.import_module("cnbudget.consistency.clock")
    with pytest.warns(DeprecationWarning, match=r"now in cnbudget\.clock"):
        assert module.Clock is cnbudget.clock.Clock
    with pytest.raises(AttributeError):
        module.no_such_name  # noqa: B018


def test_words_of_a_problem_can_still_be_given_alone() -> None:
    with pytest.warns(DeprecationWarning, match="words of a Problem"):
        problem = Problem("number", zh="不是数", en="no number")
    assert (problem.zh, problem.en) == ("不是数", "no number")


def test_words_of_a_problem_can_still_be_replaced() -> None:
    problem = Problem("file", say("reading.file_empty"))
    with pytest.warns(DeprecationWarning, match="words of a Problem"):
        changed = attrs.evolve(problem, zh="别的")
    assert (changed.zh, changed.en) == ("别的", problem.en)


def test_formats_can_still_be_taken_apart() -> None:
    with pytest.warns(DeprecationWarning, match="no pair"):
        home, function = FORMATS["html"]
    with pytest.warns(DeprecationWarning, match="no pair"):
        assert (FORMATS["html"][0], FORMATS["html"][1]) == (home, function) == ("page", "page")


def test_verdicts_have_their_words() -> None:
    words = importlib.import_module("cnbudget.invariants").VERDICT_WORDS
    assert words[Verdict.EXACT] == ("相符", "exact")


def test_a_scope_is_taken_at_codes_and_names_alone() -> None:
    for wrong in ({"bogus": 1}, {"source": cnbudget.FundingSource.GENERAL}):
        with pytest.raises(TypeError, match="no dimension of codes or names"):
            cnbudget.Scope().at(**wrong)


# One name, one thing ------------------------------------------------------------------------------

SOURCE = Path(cnbudget.__file__).parent


def named(tree: ast.Module) -> Iterator[str]:
    """What the names that a module gives at its top level stand for, where that is neither a class nor a function."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (each.id for each in targets if isinstance(each, ast.Name))


def test_a_second_meaning_is_seen() -> None:
    assert list(named(ast.parse("Row = tuple\nCell: TypeAlias = str\nclass Table: ..."))) == [
        "Row",
        "Cell",
    ]


def test_a_public_class_shares_its_name_with_nothing_else() -> None:
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}
    classes = {
        node.name
        for tree in modules.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    classes = {name for name in classes if not name.startswith("_")}
    # lines or grids of a file as it is read, and what of a form is open: neither is public
    classes -= {"Block"}
    found = {
        f"{path.relative_to(SOURCE)}: {name}"
        for path, tree in modules.items()
        for name in named(tree)
        if name in classes
    }
    assert found == set()


def test_a_function_of_the_package_shares_its_name_with_no_other_public_one() -> None:
    found = []
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        if parts[1] in ("cli", "__main__.py", "__main__"):
            continue
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        for name in set(getattr(module, "__all__", ())) & set(cnbudget.__all__):
            if getattr(module, name) is not getattr(cnbudget, name):
                found.append(f"{module.__name__}.{name}")
    assert found == []
