"""Templates of narratives: which sections a form's text has, and how each of its sentences goes. All words are data.

A template is a TOML file (docs/templates.md): subjects that totals stand for, lists of them, phrases, and sections of
sentences. A sentence is a pattern: text with slots in braces, filled from the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from cnbudget.amounts import Unit
from cnbudget.errors import CnbudgetError

Condition: TypeAlias = tuple[tuple[bool, str, str], ...]
Spec: TypeAlias = Mapping[str, Any]


class TemplateError(CnbudgetError, ValueError):
    """A template of narratives that cannot be read, or that names what there is not.

    >>> issubclass(TemplateError, ValueError)
    True
    """


@attrs.frozen
class Gap:
    """A slot of a pattern: what is written there ("amount"), and of what, if it says so."""

    verb: str
    of: tuple[str, ...] = ()


Pattern: TypeAlias = tuple["str | Gap", ...]


@attrs.frozen
class Phrase:
    """A way to say something, and when it is taken."""

    say: Pattern
    when: Condition = ()


@attrs.frozen(kw_only=True)
class Style:
    """How numbers are written.

    Attributes:
        unit: The unit of money; None is that of the tables.
        places: The decimals; None are those of the tables.
        grouped: Whether thousands are separated.
        short: Whether zeros at the end of decimals are left out (770, 7062.8), of shares and rates, too.
        bare: Whether nothing is written without decimals (0) beside amounts that keep theirs (770.00).
    """

    unit: Unit | None = None
    places: int | None = None
    grouped: bool = False
    short: bool = False
    bare: bool = False


@attrs.frozen(kw_only=True)
class Sentence:
    """A sentence, or several of each member of a list.

    Attributes:
        say: Its pattern.
        of: The subject that it speaks of; that of the sentence around it if "".
        each: The list for each of whose members it is said.
        when: When it is said.
        says: The sentences that follow it, of the same subject.
        text: What the user says in it: key, what is asked for, and what its placeholder shows.
        optional: Whether it is left out where the user says nothing.
        otherwise: What stands there where the user says nothing.
        heading: Whether it is a heading of its own, as （一）社会保障和就业支出（类） over its items.
    """

    say: Pattern = ()
    of: str = ""
    each: str = ""
    when: Condition = ()
    says: tuple[Sentence, ...] = ()
    text: tuple[Pattern, ...] = ()
    optional: bool = False
    otherwise: Pattern = ()
    heading: bool = False


@attrs.frozen(kw_only=True)
class MemberList:
    """Subjects that are spoken of one after the other.

    Attributes:
        kind: "members" (those that the template names), "categories", "items", "leaves", "projects", "columns"
            or "terms".
        members: The subjects by name or as they are.
        table: The table whose rows they are; of items also several, "general fund state_capital".
        when: Which of them.
        spec: What they have in common: pieces of scope, keys of reasons and uses.
        part: How one is said in a sentence, and what stands between two.
    """

    kind: str
    members: tuple[Spec, ...] = ()
    table: str = ""
    when: Condition = ()
    spec: Spec = attrs.field(factory=dict)
    part: Pattern = ()
    join: str = "、"


@attrs.frozen(kw_only=True)
class SectionForm:
    """A section: its heading and its sentences.

    Attributes:
        key: The package's name of the section, as the narrative is read.
        title: Its heading, without the number.
        level: 1 for a part, 2 for "一、", 3 for "（一）".
        when: When there is one.
        says: Its sentences.
        style: How its amounts are written.
        goals: Whether the performance goals follow it.
    """

    key: str
    title: Pattern
    level: int
    when: Condition
    says: tuple[Sentence, ...]
    style: Style
    goals: bool


@attrs.frozen(kw_only=True, eq=False)
class Template:
    """The narrative of a form.

    Attributes:
        name: Its name.
        title: What it is.
        layouts: The forms whose narrative it is.
        marks: The numbers of headings, by level: ``{numeral}`` or ``{number}`` stands for it.
        words: What is said in several places.
        subjects: What totals are called.
        lists: Lists of them.
        phrases: Parts of sentences: the first whose condition holds.
        sections: The sections in order.

    >>> from cnbudget.composing import load_template
    >>> found = load_template("xinjiang")
    >>> found.name, len(found.sections) > 10
    ('xinjiang', True)
    """

    name: str
    title: str
    layouts: tuple[str, ...]
    marks: tuple[str, ...]
    words: Mapping[str, Any]
    subjects: Mapping[str, Spec]
    lists: Mapping[str, MemberList]
    phrases: Mapping[str, tuple[Phrase, ...]]
    sections: tuple[SectionForm, ...]
