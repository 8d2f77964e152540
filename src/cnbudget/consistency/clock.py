"""Where `cnbudget.clock` stood before; gone with the next version."""

from __future__ import annotations

import warnings

from cnbudget import clock

_MOVED = ("Clock", "OutOfTimeError")


def __getattr__(name: str) -> object:
    if name in _MOVED:
        warnings.warn(f"{name} is now in cnbudget.clock", DeprecationWarning, stacklevel=2)
        return getattr(clock, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
