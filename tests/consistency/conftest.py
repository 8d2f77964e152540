"""Hypothesis profiles: the usual one is short, CONSISTENCY_PROFILE=heavy is for long runs."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("usual", max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile("heavy", max_examples=3000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("CONSISTENCY_PROFILE", "usual"))
