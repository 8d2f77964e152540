"""Which true amounts could have been published as these rounded figures? Exactly.

A `System` has cells with printed figures, and equalities and ratios between their true amounts. It
knows nothing of budgets. Every answer carries its evidence, verified before it is returned.
"""

import warnings

from cnbudget.consistency.conflicts import min_conflicts
from cnbudget.consistency.decision import decide, standing
from cnbudget.consistency.errors import ConsistencyError, EvidenceError
from cnbudget.consistency.evidence import (
    Consistent,
    Decision,
    End,
    Fit,
    Inconsistent,
    Multiplier,
    Range,
    Refutation,
    Repair,
    Slip,
    Standing,
    Stretch,
    Suggestion,
    Undecided,
)
from cnbudget.consistency.problem import problem_of, system_of
from cnbudget.consistency.propagation import Propagated, propagate
from cnbudget.consistency.ranges import range_of, ranges
from cnbudget.consistency.repair import repair
from cnbudget.consistency.rounding import Interval, Rounding, printable
from cnbudget.consistency.solution import solve
from cnbudget.consistency.stretch import stretch
from cnbudget.consistency.suggestions import corrections, suggest
from cnbudget.consistency.system import Cell, Equality, Proportion, System

__all__ = [
    "Cell",
    "ConsistencyError",
    "Consistent",
    "Decision",
    "End",
    "Equality",
    "EvidenceError",
    "Fit",
    "Inconsistent",
    "Interval",
    "Multiplier",
    "Propagated",
    "Proportion",
    "Range",
    "Refutation",
    "Repair",
    "Rounding",
    "Slip",
    "Standing",
    "Stretch",
    "Suggestion",
    "System",
    "Undecided",
    "corrections",
    "decide",
    "min_conflicts",
    "printable",
    "problem_of",
    "propagate",
    "range_of",
    "ranges",
    "repair",
    "solve",
    "standing",
    "stretch",
    "suggest",
    "system_of",
]


def __getattr__(name: str) -> object:
    if name == "Verdict":  # its former name; a verdict is how a law came out
        warnings.warn("cnbudget.consistency.Verdict is now Fit", DeprecationWarning, stacklevel=2)
        return Fit
    if name == "Ratio":  # its former name; a ratio is a value, this is what two cells have to be
        warnings.warn(
            "cnbudget.consistency.Ratio is now Proportion", DeprecationWarning, stacklevel=2
        )
        return Proportion
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
