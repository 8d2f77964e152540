"""The examples in the documentation's pages are run as tests, with the README's."""

from typing import Any

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

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
