"""The examples in the documentation's pages are run as tests, with the README's."""

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["*.md"],
    excludes=["examples/*.md", "CHANGELOG.md"],
).pytest()
