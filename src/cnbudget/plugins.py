"""Plug-ins: rules, forms, lists and words that other distributions offer, loaded where they are asked for by name.

A distribution offers one as an entry point of the group ``cnbudget.plugins``. What that names, a module as a rule, has
any of four attributes: ``rules`` (rules, or a file of them), ``layouts`` (layouts, or files), ``lists`` (a folder of
lists of codes) and ``vocabulary`` (lines, or a file of them).

>>> available()
()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from cnbudget.classification import Classification
from cnbudget.classification import load as load_lists
from cnbudget.errors import CnbudgetError, UnknownNameError, UsageError
from cnbudget.files import bytes_of
from cnbudget.forms.vocabulary import Vocabulary, extended
from cnbudget.layouts import Layout
from cnbudget.layouts import load as load_layout
from cnbudget.layouts import names as layout_names
from cnbudget.messages import say
from cnbudget.rules import Rule
from cnbudget.rules import load as load_rules

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "Plugins", "available", "load"]

#: The group of entry points that plug-ins are offered in.
GROUP = "cnbudget.plugins"
OfferedRule: TypeAlias = Rule | Callable[[Any], Any]
_OFFERED = ("rules", "layouts", "lists", "vocabulary")
_MOST_WORDS = 200  # characters of what went wrong


@attrs.frozen(eq=False)
class Plugins:
    """Plug-ins that were loaded, together.

    Attributes:
        names: What they are called, with their distributions: reports say it.
        rules: The rules that they offer.
        layouts: The forms.
        lists: The folder of lists of codes; None if none offers any.
        vocabulary: The shipped vocabulary with their words; None if none offers any.

    >>> Plugins().names, bool(Plugins())
    ((), False)
    """

    names: tuple[str, ...] = ()
    rules: tuple[OfferedRule, ...] = attrs.field(default=(), kw_only=True)
    layouts: tuple[Layout, ...] = attrs.field(default=(), kw_only=True)
    lists: str | None = attrs.field(default=None, kw_only=True)
    vocabulary: Vocabulary | None = attrs.field(default=None, kw_only=True)

    def __bool__(self) -> bool:
        return bool(self.names)

    def lists_with(self, own: Classification | None) -> Classification | None:
        """The lists to look codes up in: the caller's own, or those of the plug-ins; None for those that ship.

        Args:
            own: The caller's own, if any.

        Raises:
            UsageError: Both are given.

        >>> Plugins().lists_with(None) is None
        True
        """
        if self.lists is None:
            return own
        if own is not None:
            raise UsageError(say("plugins.own_lists_too", names=self.names))
        return _lists(self.lists)


def available() -> tuple[str, ...]:
    """The names of the plug-ins that are installed; none of them is loaded.

    >>> [name for name in available() if name == "county"]
    []
    """
    return tuple(sorted({each.name for each in _offered()}))


def load(names: Plugins | str | Iterable[str]) -> Plugins:
    """Plug-ins by their names; nothing else is loaded.

    Args:
        names: The names, or one; plug-ins that were loaded stay as they are.

    Raises:
        UnknownNameError: No such plug-in is installed; the hint lists those that are.
        UsageError: One cannot be loaded, or offers nothing; or two cannot be used together. The message names them.

    >>> load(()).rules
    ()
    """
    if isinstance(names, Plugins):
        return names
    wanted = dict.fromkeys((names,) if isinstance(names, str) else names)
    if not wanted:
        return Plugins()
    offered = _offered()
    found = [(name, _entry(name, offered)) for name in wanted]
    return _together([_Plugin(_called(name, entry), _opened(name, entry)) for name, entry in found])


def _offered() -> list[EntryPoint]:
    from importlib.metadata import entry_points  # slow, and most programs ask for none

    return list(entry_points(group=GROUP))


def _entry(name: str, offered: list[EntryPoint]) -> EntryPoint:
    found = {(each.value, _distribution(each)): each for each in offered if each.name == name}
    if not found:
        known = tuple(sorted({each.name for each in offered}))
        raise UnknownNameError(say("plugins.no_such", known=known), value=name)
    if len(found) > 1:
        by = tuple(distribution for _, distribution in found)
        raise UsageError(say("plugins.two_of_one_name", distributions=by), value=name)
    return next(iter(found.values()))


def _distribution(entry: EntryPoint) -> str:
    return "?" if entry.dist is None else f"{entry.dist.name} {entry.dist.version}"


def _called(name: str, entry: EntryPoint) -> str:
    return f"{name} ({_distribution(entry)})"


def _opened(name: str, entry: EntryPoint) -> dict[str, Any]:
    """What a plug-in offers."""
    try:
        thing = entry.load()
        offers = {key: each for key in _OFFERED if (each := getattr(thing, key, None)) is not None}
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:_MOST_WORDS]
        raise UsageError(say("plugins.broken", error=what), value=name) from error
    if not offers:
        raise UsageError(say("plugins.offers_nothing", known=_OFFERED), value=name)
    return offers


@attrs.frozen(eq=False)
class _Plugin:
    """A plug-in that was loaded.

    Attributes:
        called: Its name, with its distribution.
        offers: What it offers.
    """

    called: str
    offers: dict[str, Any]

    def taken(self, key: str, take: Callable[[Any], Any]) -> Any:
        """What is made of something that it offers; None if it does not.

        Raises:
            UsageError: It is none of that kind.
        """
        offered = self.offers.get(key)
        try:
            return None if offered is None else take(offered)
        except (CnbudgetError, OSError, TypeError, ValueError, AttributeError) as error:
            what = f"{key}: {error}"[:_MOST_WORDS]
            raise UsageError(say("plugins.broken", error=what), value=self.called) from error


def _together(each: list[_Plugin]) -> Plugins:
    """Plug-ins together; what two of them offer differently is refused."""
    rules: dict[str, tuple[str, OfferedRule]] = {}
    layouts: dict[str, tuple[str, Layout | None]]
    layouts = dict.fromkeys(layout_names(), ("cnbudget", None))
    lists: list[tuple[str, str]] = []
    words: list[str] = []
    for plugin in each:
        for rule in plugin.taken("rules", _rules) or ():
            _once(rules, getattr(rule, "name", getattr(rule, "__name__", "")), plugin.called, rule)
        for layout in plugin.taken("layouts", _layouts) or ():
            _once(layouts, layout.name, plugin.called, layout)
        folder = plugin.taken("lists", _folder)
        if folder is not None:
            lists.append((plugin.called, folder))
        words += plugin.taken("vocabulary", _lines) or ()
    if len(lists) > 1:
        names = tuple(name for name, _ in lists)
        raise UsageError(say("plugins.clash", names=names), value="lists")
    return Plugins(
        tuple(plugin.called for plugin in each),
        rules=tuple(rule for _, rule in rules.values()),
        layouts=tuple(layout for _, layout in layouts.values() if layout is not None),
        lists=lists[0][1] if lists else None,
        vocabulary=extended(words) if words else None,
    )


def _once(found: dict[str, tuple[str, Any]], name: str, plugin: str, thing: Any) -> None:
    if name in found:
        raise UsageError(say("plugins.clash", names=(found[name][0], plugin)), value=name)
    found[name] = (plugin, thing)


def _rules(offered: Any) -> tuple[OfferedRule, ...]:
    found = load_rules(offered) if isinstance(offered, str | Path) else tuple(offered)
    for each in found:
        if not isinstance(each, Rule) and not callable(each):
            raise TypeError(f"not a rule: {each!r}")
    return found


def _layouts(offered: Any) -> tuple[Layout, ...]:
    several = (offered,) if isinstance(offered, str | Path | Layout) else tuple(offered)
    return tuple(each if isinstance(each, Layout) else load_layout(Path(each)) for each in several)


def _folder(offered: Any) -> str:
    _lists(str(offered))  # a broken one is told now, and by its name
    return str(offered)


def _lines(offered: Any) -> list[str]:
    if isinstance(offered, str | Path):
        offered = bytes_of(offered).decode("utf-8").splitlines()
    found = [str(line) for line in offered]
    Vocabulary(found)
    return found


@lru_cache(maxsize=4)
def _lists(folder: str) -> Classification:
    return load_lists(folder)
