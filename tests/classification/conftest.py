"""What the tests of the classifications share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tables() -> Path:
    """The directory of the CSV tables that the shipped lists are built from."""
    shared = os.environ.get("CNBUDGET_SHARED")
    candidates = [Path(shared)] if shared else [ROOT.parent / "shared", ROOT / "shared"]
    for candidate in candidates:
        if (candidate / "classification" / "functional.csv").exists():
            return candidate / "classification"
    pytest.skip("the CSV tables are not here (set CNBUDGET_SHARED)")
