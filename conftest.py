"""How the tests run: the Hypothesis profiles, and the examples in the documentation's pages as tests.

HYPOTHESIS_PROFILE chooses a profile by name. Whoever chooses none runs the fixed examples, the same on every machine
and in every run; `search` looks for other ones each time and remembers what fails, `heavy` tries many. No profile has
a deadline: the machines are shared.
"""

from __future__ import annotations

import gc
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

# the lists of codes are large and stay; to look through them for garbage takes a tenth of the time
gc.set_threshold(50_000, 20, 20)

# a slow machine is no fault of a strategy
_USUAL = settings(
    max_examples=50,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# the same examples each time: more of them say little that the first have not said
settings.register_profile("fixed", _USUAL, max_examples=20, derandomize=True, database=None)
# said in full, for Hypothesis has defaults of its own where a variable says that this is CI
_MEMORY = DirectoryBasedExampleDatabase(".hypothesis/examples")
settings.register_profile("search", _USUAL, derandomize=False, database=_MEMORY)
settings.register_profile("heavy", settings.get_profile("search"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "fixed")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["*.md"],
    excludes=["examples/*.md", "CHANGELOG.md"],
).pytest()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each file to one process, in order: examples of a page rest on those before them, and fixtures are shared."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False  # the longest come early as they are named
    return LoadFileScheduling(config, log)
