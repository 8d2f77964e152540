"""Rules (规则): what must hold between figures that scopes do not derive, as rows; and their one evaluator.

A rule is a row: a relation, its whole, its parts. Callers add theirs, which are told as ``own:NAME``:

    >>> import cnbudget
    >>> rule = cnbudget.Rule(
    ...     "三公占比", "ratio", whole="basic[总计].operating", parts="three_public[总计].total", most="40",
    ...     zh="“三公”经费不超过公用经费的40%", en="the three public expenses are at most 40 % of operating costs",
    ... )
    >>> report = cnbudget.check(cnbudget.example("artux"), rules=[rule])
    >>> report.tallies["own:三公占比"].exact
    1
"""

from __future__ import annotations

from cnbudget.rules.cells import RuleCells
from cnbudget.rules.files import load
from cnbudget.rules.plain import holds, laws_of, verdict
from cnbudget.rules.rule import RELATIONS, Rule

__all__ = ["RELATIONS", "Rule", "RuleCells", "holds", "laws_of", "load", "verdict"]
