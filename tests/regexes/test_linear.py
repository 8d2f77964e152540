"""No regular expression of the package takes more than linear time, whatever the text.

The expressions are found in the source and by watching `re`; what is judged is the machine that `re` runs, by the loops
in which its runs part, and not by a clock.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tests.regexes.automaton import machine_of
from tests.regexes.finding import Pattern, Site, modules, patterns, sites
from tests.regexes.growth import Pump, end_of_match, fastest_growth, rounds, steps

#: Steps for a character: more than this is not called linear. Names are sought in the 40 characters before a word.
MOST_STEPS = 400
#: What makes `re` go back, and how it is used.
SLOW = [
    ("(a*)*b", "match"),
    ("(a+)+b", "match"),
    ("(?:a|a)*b", "match"),
    ("(?:a|ab?)*c", "fullmatch"),
    ("(?:x+x+)+y", "match"),
    ("a+b", "search"),
    ("a++b", "search"),
    ("a*b", "sub"),
    ("[0-9]+年", "finditer"),
    (".*a.*b", "match"),
    ("a*a*b", "match"),
    ("x(?:x*y)?", "finditer"),
    ("(?=[0-9]+)x", "search"),
    (r"[.…\s]*[0-9]{0,3}$", "search"),
    (r"\s+$", "sub"),
    ("“[^”]*”", "search"),
    (r"<row\b[^>]*>", "search"),
    (r"(?:<!--.{0,2000}?-->\s*)*<html", "match"),
    (r"([a-z]{0,100})([a-z]{0,100})\1x", "match"),
]
#: The like of it that does not.
QUICK = [
    ("[0-9]+", "search"),
    ("[0-9]+", "fullmatch"),
    ('"[^"]*"', "search"),
    ("a+b", "match"),
    ("(?:a++)+b", "match"),
    ("(?:ab)+c", "match"),
    ("a{0,40}b", "search"),
    (r"(?<![0-9])[0-9]++年", "search"),
    (r"\b[0-9]++年", "search"),
    (r"<row\b[^<>]*>", "search"),
    (r"^\s+", "search"),
    ("[ab]{2,}+", "finditer"),
    ("(?:[a-z]+ )*x", "match"),
    ("[0-9]{1,3}(?:,[0-9]{3})*", "finditer"),
]


@cache
def found() -> tuple[list[Pattern], list[Site], list[str]]:
    """All that is found, with some work done for the expressions that are built as they are needed."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.regexes.watched"]
    done = subprocess.run(command, capture_output=True, check=True, text=True, cwd=root)  # noqa: S603
    seen = {place: set(asked) for place, asked in ast.literal_eval(done.stdout).items()}
    return patterns(sites(), seen)


def test_all_of_them_are_found() -> None:
    known, unknown, strange = found()
    assert not unknown, f"nothing says what these are: {', '.join(map(str, unknown))}"
    assert not strange, f"re is used where the source does not show it: {', '.join(strange)}"
    # all modules that use re are among them
    users = {
        name
        for name in modules()
        if {"re", "expression"} & vars(importlib.import_module(name)).keys()
    } - {"cnbudget.expressions"}
    files = {"cnbudget." + each.site.file.removesuffix(".py").replace("/", ".") for each in known}
    assert users <= {name.removesuffix(".__init__") for name in files}


def test_each_takes_linear_time_in_each_way_it_is_used() -> None:
    slow = []
    for each in found()[0]:
        machine = machine_of(each.pattern, each.flags)
        for way, anywhere in each.site.uses:
            pump = fastest_growth(machine, way, anywhere=anywhere)
            if pump is not None:
                slow.append(f"{each.site} {way} of {each.pattern!r}: {pump}")
    assert not slow, "\n".join(slow)


def test_each_takes_few_steps_for_a_character() -> None:
    for each in found()[0]:
        machine = machine_of(each.pattern, each.flags)
        for way in {way for way, _ in each.site.uses}:
            for pump in rounds(machine, way):
                text = pump.text(1000) + "\x00"
                assert steps(machine, text, way, most=10**7) <= MOST_STEPS * len(text), (
                    f"{each.site} {way} of {each.pattern!r} on {pump}"
                )


@pytest.mark.parametrize(("pattern", "way"), SLOW)
def test_what_is_slow_is_told_with_a_text(pattern: str, way: str) -> None:
    machine = machine_of(pattern, re.DOTALL if "<!--" in pattern else 0)
    pump = fastest_growth(machine, way)
    assert pump is not None
    counts = [steps(machine, pump.text(length) + "\x00", way, most=10**6) for length in (100, 400)]
    assert counts[1] > 8 * counts[0] or counts[1] == 10**6, f"{pump}: {counts}"


@pytest.mark.parametrize(("pattern", "way"), QUICK)
def test_what_is_quick_is_left_alone(pattern: str, way: str) -> None:
    assert fastest_growth(machine_of(pattern), way) is None


def test_an_expression_that_is_not_modelled_is_an_error() -> None:
    with pytest.raises(NotImplementedError):
        machine_of(r"(a)(?(1)b|c)")


SMALL = st.recursive(
    st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "$", r"\b", "(?=a)", "(?!b)", "(?<=a)"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "+?", "{1,3}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@given(SMALL, st.text("ab\n", max_size=12))
def test_the_machine_matches_what_re_matches(pattern: str, text: str) -> None:
    compiled = re.compile(pattern)
    for at in range(len(text) + 1):
        found = compiled.match(text, at)
        assert end_of_match(machine_of(pattern), text, at) == (found.end() if found else None)


@given(
    SMALL,
    st.sampled_from(["search", "match", "fullmatch"]),
    st.text("ab", max_size=3),
    st.text("ab", min_size=1, max_size=3),
    st.text("abc", max_size=2),
)
def test_steps_grow_no_faster_than_the_text_where_it_says_so(
    pattern: str, way: str, before: str, again: str, end: str
) -> None:
    machine = machine_of(pattern)
    if fastest_growth(machine, way) is None:
        pump = Pump(before, again)
        few, many = (steps(machine, pump.text(n) + end, way, most=10**6) for n in (60, 240))
        assert many <= 4.4 * few + 400
