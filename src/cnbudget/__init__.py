"""cnbudget: the published budgets of Chinese government departments (部门预算公开)."""

from cnbudget._version import __version__

__all__ = ["__version__"]
