"""Any single amount of the published texts, changed: the tests of the retyped ones, over these."""

from __future__ import annotations

import pytest

from published import documents
from tests.documents.test_mutation import *  # noqa: F403


@pytest.fixture(scope="module", params=documents.TEXTS)  # type: ignore[no-redef]
def document(request: pytest.FixtureRequest) -> str:
    return documents.text(request.param)
