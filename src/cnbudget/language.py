"""The language that is spoken where none is asked for: Chinese, unless another is set."""

from __future__ import annotations

from contextvars import ContextVar

from cnbudget.errors import UnknownNameError
from cnbudget.messages import say

__all__ = ["LANGUAGES", "language", "set_language"]

LANGUAGES = ("zh", "en")
_SET: ContextVar[str] = ContextVar("cnbudget_language", default="zh")


def set_language(lang: str) -> None:
    """Let reports speak a language where none is given: ``print(report)``, ``report.text()``, and in notebooks.

    It is set for the running context, as `contextvars` have it: a thread or a task of its own begins with Chinese.

    Args:
        lang: Chinese (``"zh"``) or English (``"en"``).

    Raises:
        UnknownNameError: It is neither.

    >>> set_language("en")
    >>> language(), language("zh")
    ('en', 'zh')
    >>> set_language("zh")
    """
    _SET.set(_known(lang))


def language(lang: str | None = None) -> str:
    """A language that is asked for, or the one that is set.

    Raises:
        UnknownNameError: What is asked for is none.
    """
    return _SET.get() if lang is None else _known(lang)


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise UnknownNameError(say("language.unknown"), value=lang)
    return lang
