"""The tests of the retyped Akto 2024, over the text as it was published."""

from __future__ import annotations

import pytest

from cnbudget import Disclosure
from published import documents
from tests.documents.test_akto import *  # noqa: F403


@pytest.fixture(scope="module")  # type: ignore[no-redef]
def budget() -> Disclosure:
    return documents.budget("akto")


@pytest.fixture(scope="module")  # type: ignore[no-redef]
def text() -> str:
    return documents.text("akto")


@pytest.fixture(scope="module")  # type: ignore[no-redef]
def slips() -> dict[str, int]:
    return {"name": 1}  # the name of 234 in table 4
