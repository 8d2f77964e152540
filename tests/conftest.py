"""Hypothesis profiles: `dev`, `ci` (fixed examples, the default where CI=true) and `heavy`.

HYPOTHESIS_PROFILE chooses one by name. No profile has a deadline: the machines are shared.
"""

from __future__ import annotations

import gc
import os

from hypothesis import HealthCheck, settings

# the lists of codes are large and stay; to look through them for garbage takes a tenth of the time
gc.set_threshold(50_000, 20, 20)

# a slow machine is no fault of a strategy
SLOW = [HealthCheck.too_slow]

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    "ci",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=SLOW,
)
settings.register_profile(
    "heavy", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=SLOW
)

_usual = "ci" if os.environ.get("CI", "").lower() in ("true", "1") else "dev"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or _usual)
