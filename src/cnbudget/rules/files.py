"""Rules of one's own in a TOML file: a table ``[[rule]]`` for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from cnbudget.errors import CnbudgetError, UsageError
from cnbudget.files import bytes_of, refusal
from cnbudget.messages import say
from cnbudget.rules.rule import Rule

_LARGEST = 1 << 22  # bytes
_KEYS = tuple(each.name for each in attrs.fields(Rule) if each.name != "counts")
_NEEDED = ("name", "relation", "parts")


def load(path: str | Path) -> tuple[Rule, ...]:
    """The rules of a file.

    A ``[[rule]]`` has the keys that a `Rule` has: ``name``, ``relation``, ``whole``, ``parts``, ``least``, ``most``,
    ``severity``, ``absent``, ``zh``, ``en``. RuleCells are text or lists of texts, bounds are text or whole numbers.

    Args:
        path: The file.

    Raises:
        UsageError: It cannot be read, is no TOML, has no rule, or one that is none; the message says which.

    >>> import os, tempfile
    >>> lines = "[[rule]]", "name = '总计'", "relation = 'agree'", "parts = ['income[总计].total']"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     name = os.path.join(folder, "rules.toml")
    ...     with open(name, "w", encoding="utf-8") as file:
    ...         print(*lines, "whole = 'expenditure[总计].total'", sep=os.linesep, file=file)
    ...     found = load(name)
    ...
    >>> [rule.name for rule in found]
    ['总计']
    """
    import tomllib

    where = str(path)
    try:
        data = tomllib.loads(bytes_of(path, _LARGEST).decode("utf-8"))
    except OSError as error:
        raise UsageError(say("rules.unreadable", why=refusal(error)), where=where) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(say("rules.not_toml", why=str(error)), where=where) from error
    found = data.pop("rule", None)
    if not isinstance(found, list) or not found or data:
        raise UsageError(say("rules.no_rules_in_it"), where=where, value=next(iter(data), None))
    return tuple(_rule(each, f"{where} [[rule]] {number}") for number, each in enumerate(found, 1))


def _rule(data: Any, where: str) -> Rule:
    if not isinstance(data, dict):
        raise UsageError(say("rules.no_rules_in_it"), where=where)
    unknown = [key for key in data if key not in _KEYS]
    lacking = [key for key in _NEEDED if key not in data]
    if unknown or lacking:
        raise UsageError(
            say("rules.keys", known=_KEYS, needed=_NEEDED),
            where=where,
            value=(unknown or lacking)[0],
        )
    try:
        return Rule(**data)
    except CnbudgetError as error:
        error.where = where
        raise
    except (TypeError, AttributeError) as error:  # a float, a number where cells should be
        raise UsageError(say("rules.wrong_type", why=str(error)), where=where) from error
