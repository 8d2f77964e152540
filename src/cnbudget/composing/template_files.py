"""Templates as files: where they are, and how the data of one becomes the template; what it names must be there.

>>> load("xinjiang").layouts
('xinjiang-2026', 'xinjiang-2024')
>>> [piece if isinstance(piece, str) else piece.verb for piece in parsed("占{share}%，{blank:原因}。")]
['占', 'share', '%，', 'blank', '。']
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs

from cnbudget import scopes
from cnbudget.amounts import Unit
from cnbudget.composing.template import (
    Condition,
    Gap,
    MemberList,
    Pattern,
    Phrase,
    SectionForm,
    Sentence,
    Spec,
    Style,
    Template,
    TemplateError,
)
from cnbudget.dimensions import BY_NAME, DIMENSIONS, Flags
from cnbudget.errors import CnbudgetError, UnknownNameError
from cnbudget.expressions import expression
from cnbudget.files import bytes_of, refusal
from cnbudget.layouts import file_of as layout_file
from cnbudget.messages import say
from cnbudget.scope import Scope

_FOLDER = layout_file("central").parent / "narratives"
_LARGEST = 1 << 22  # bytes of a template
_USUAL = "central"
_SLOT = expression(r"\{([^{}]*)\}")
_PIECES = {each.key: each.name for each in DIMENSIONS if each.key and each.name != "stage"}


# Where templates are -------------------------------------------------------------------------------


def names() -> tuple[str, ...]:
    """The templates that ship with the package.

    >>> names()
    ('central', 'jiangsu', 'shanghai', 'xinjiang')
    """
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def file_of(name: str | Path) -> Path:
    """The file that `load` reads."""
    shipped = isinstance(name, str) and not name.endswith(".toml")
    return _FOLDER / f"{name}.toml" if shipped else Path(name)


def of_layout(layout: str) -> tuple[Template, bool]:
    """The template of a form, and whether it is its own: a form without one gets that of the central departments.

    >>> of_layout("xinjiang-2024")[0].name, of_layout("words")[0].name, of_layout("words")[1]
    ('xinjiang', 'central', False)
    """
    for name in names():
        template = load(name)
        if layout in template.layouts:
            return template, True
    return load(_USUAL), False


def load(name: str | Path) -> Template:
    """A template by its name, or from a file of the user's.

    Args:
        name: The name of a template that ships ("xinjiang"), or the path of a TOML file.

    Raises:
        UnknownNameError: No template of that name.
        TemplateError: The file cannot be read, or names what there is not; the message says where.

    >>> from cnbudget.composing import load_template
    >>> load_template("central").name
    'central'
    """
    if isinstance(name, str) and not name.endswith(".toml"):
        return _shipped(name)
    return _read(Path(name))


@lru_cache(maxsize=16)
def _shipped(name: str) -> Template:
    if name not in names():
        raise UnknownNameError(
            say("composing.no_such_template", known="、".join(names())), value=name
        )
    return _read(file_of(name))


def _read(path: Path) -> Template:
    import tomllib

    where = str(path)
    try:
        data = tomllib.loads(bytes_of(path, _LARGEST).decode("utf-8"))
    except OSError as error:
        raise TemplateError(refusal(error), where=where) from error
    except (ValueError, RecursionError) as error:
        raise TemplateError(say("layouts.not_toml", error=error), where=where) from error
    try:
        return _template(data, path.stem)
    except CnbudgetError as error:
        error.where = f"{path.name} {error.where}".strip()
        raise
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise TemplateError(say("layouts.incomplete", error=error), where=where) from error


# From data to templates ----------------------------------------------------------------------------

_TOP = (
    "name",
    "title",
    "layouts",
    "marks",
    "style",
    "words",
    "subjects",
    "lists",
    "phrases",
    "sections",
)
_SECTION = ("key", "title", "level", "when", "say", "style", "goals")
_SENTENCE = ("say", "of", "each", "when", "says", "text", "optional", "else", "heading")
_STYLE = ("unit", "places", "grouped", "short", "bare")
_PHRASE = ("say", "when")
_SUBJECT = (
    *_PIECES, "is", "name", "short", "key", "reason", "whole", "ask", "what", "use", "asks", "sum", "projects",
    "loose", "column", "when", "said", "text", "counted",
)  # fmt: skip
_LIST = (*_SUBJECT, "kind", "from", "members", "table", "part", "join")
_KINDS = ("members", "categories", "items", "leaves", "projects", "columns", "terms")
#: The slots, and whether what they write is of something named behind a colon.
SLOTS: dict[str, bool] = {
    **dict.fromkeys(
        (
            "agency", "year", "last_year", "level", "name", "short", "code", "number", "numeral", "amount",
            "share", "change", "moved", "grown", "growth", "reason", "use", "text", "count", "path", "below",
            "none", "same", "said",
        ),
        False,
    ),
    **dict.fromkeys(("list", "names", "members", "listed", "ask", "money", "blank", "count_of", "sum_of"), True),
}  # fmt: skip
#: Those that name a list.
LISTED = ("list", "names", "members", "listed", "count_of", "sum_of")
#: What a condition asks, and whether it names of what.
TERMS: dict[str, bool] = {
    **dict.fromkeys(
        (
            "known", "told", "has", "had", "printed", "spoken", "compared", "level", "more", "less", "anew",
            "portion", "unplanned", "reasoned", "used", "formed", "hidden", "coded", "own", "flows", "rateless",
            "last", "administrative",
        ),
        False,
    ),
    **dict.fromkeys(("table", "empty", "given", "any", "one", "several", "called"), True),
}  # fmt: skip


def parsed(text: str) -> Pattern:
    """A pattern: text and slots.

    Raises:
        TemplateError: A brace without its other.
    """
    found: list[str | Gap] = []
    end = 0
    for match in _SLOT.finditer(text):
        found.append(text[end : match.start()])
        verb, colon, rest = match[1].partition(":")
        found.append(Gap(verb.strip(), tuple(rest.split("|")) if colon else ()))
        end = match.end()
    found.append(text[end:])
    if any(isinstance(each, str) and ("{" in each or "}" in each) for each in found):
        raise TemplateError(say("composing.brace"), value=text)
    return tuple(each for each in found if each)


def _condition(text: str) -> Condition:
    """What must hold: terms joined by "and", each of which may begin with "not"."""
    found = []
    for each in text.split(" and ") if text else ():
        words = each.split()
        wanted = words[:1] != ["not"]
        words = words if wanted else words[1:]
        term, rest = (words[0], " ".join(words[1:])) if words else ("", "")
        if term not in TERMS or bool(rest) is not TERMS[term]:
            raise _unknown(each, TERMS)
        found.append((wanted, term, rest))
    return tuple(found)


def _unknown(value: str, known: Any) -> TemplateError:
    close = get_close_matches(
        value.split(":", maxsplit=1)[0].rsplit(maxsplit=1)[-1] if value.split() else "", known, 1
    )
    if close:
        return TemplateError(say("composing.template_meant", close=close[0]), value=value)
    return TemplateError(say("composing.template_unknown"), value=value)


def _held(data: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    """A table whose keys are all known."""
    if not isinstance(data, dict):
        raise TemplateError(say("composing.template_unknown"), value=str(data))
    for key in data:
        if key not in keys:
            raise _unknown(key, keys)
    return data


def piece_of(data: Spec) -> Scope:
    """The piece of scope that the keys of a subject say, as layouts say them; ``is`` names one of `cnbudget.scopes`."""
    sets: dict[str, Any] = {}
    for key, name in _PIECES.items():
        if key in data:
            one = BY_NAME[name]
            sets[name] = one.sets.back(data[key]) if isinstance(one.sets, Flags) else data[key]
    scope = Scope(**sets)
    known = data.get("is")
    if known is None:
        return scope
    if known not in scopes.__all__:
        raise _unknown(str(known), scopes.__all__)
    named: Scope = getattr(scopes, known)
    return named & attrs.evolve(scope, flow=named.flow) if "flow" not in data else named & scope


def _style(data: Any, usual: Style) -> Style:
    given = _held(data, _STYLE)
    unit = Unit.of(given["unit"]) if "unit" in given else usual.unit
    return Style(
        unit=unit,
        places=given.get("places", usual.places),
        grouped=given.get("grouped", usual.grouped),
        short=given.get("short", usual.short),
        bare=given.get("bare", usual.bare),
    )


def _sentence(data: Any) -> Sentence:
    if isinstance(data, str):
        return Sentence(say=parsed(data))
    given = _held(data, _SENTENCE)
    return Sentence(
        say=parsed(given.get("say", "")),
        of=given.get("of", ""),
        each=given.get("each", ""),
        when=_condition(given.get("when", "")),
        says=tuple(map(_sentence, given.get("says", ()))),
        text=tuple(parsed(each) for each in given["text"].split("|")) if "text" in given else (),
        optional=given.get("optional", False),
        otherwise=parsed(given.get("else", "")),
        heading=given.get("heading", False),
    )


def _phrases(data: Any) -> tuple[Phrase, ...]:
    if isinstance(data, str):
        return (Phrase(parsed(data)),)
    each = [_held(one, _PHRASE) for one in data]
    return tuple(Phrase(parsed(one["say"]), _condition(one.get("when", ""))) for one in each)


def _list(data: Any) -> MemberList:
    given = _held(data, _LIST)
    kind = given.get("kind", "members")
    if kind not in _KINDS:
        raise _unknown(kind, _KINDS)
    members = tuple(
        {**_held(one, _SUBJECT), "when": _condition(one.get("when", ""))}
        for one in given.get("members", ())
    )
    spec = {key: value for key, value in given.items() if key in _SUBJECT and key != "when"}
    for one in (spec, *members):
        piece_of(one)
    return MemberList(
        kind=kind,
        members=members,
        table=given.get("table", ""),
        when=_condition(given.get("when", "")),
        spec=spec,
        part=parsed(given.get("part", "{name}")),
        join=given.get("join", "、"),
    )


def _section(data: Any, style: Style) -> SectionForm:
    given = _held(data, _SECTION)
    try:
        return SectionForm(
            key=given["key"],
            title=parsed(given["title"]),
            level=given.get("level", 2),
            when=_condition(given.get("when", "")),
            says=tuple(map(_sentence, given.get("say", ()))),
            style=_style(given.get("style", {}), style),
            goals=given.get("goals", False),
        )
    except CnbudgetError as error:
        error.where = f"{given.get('key', '?')} {error.where}".strip()
        raise


def _template(data: dict[str, Any], name: str) -> Template:
    _held(data, _TOP)
    style = _style(data.get("style", {}), Style())
    subjects = {key: _held(one, _SUBJECT) for key, one in data.get("subjects", {}).items()}
    for one in subjects.values():
        piece_of(one)
    given = data.get("lists", {})
    lists = {}
    for key, one in given.items():  # a list may be some of another's members
        base = one.get("from", key)
        if base not in given:
            raise _unknown(base, given)
        lists[key] = _list({**given[base], **one})
    made = Template(
        name=data.get("name", name),
        title=data.get("title", name),
        layouts=tuple(data.get("layouts", ())),
        marks=tuple(data.get("marks", ("第{numeral}部分 ", "{numeral}、", "（{numeral}）"))),
        words=data.get("words", {}),
        subjects=subjects,
        lists=lists,
        phrases={key: _phrases(one) for key, one in data.get("phrases", {}).items()},
        sections=tuple(_section(one, style) for one in data.get("sections", ())),
    )
    _check(made)
    return made


def _check(template: Template) -> None:
    """Everything that is named is there.

    Raises:
        TemplateError: A slot, subject, list or phrase that there is not.
    """
    for section in template.sections:
        try:
            _check_patterns(template, [section.title])
            for sentence in _every(section.says):
                if sentence.of and sentence.of not in template.subjects:
                    raise _unknown(sentence.of, template.subjects)
                if sentence.each and sentence.each not in template.lists:
                    raise _unknown(sentence.each, template.lists)
                _check_patterns(template, [sentence.say, sentence.otherwise, *sentence.text])
                _check_lists(template, sentence.when)
        except TemplateError as error:
            error.where = section.key
            raise
    for phrases in template.phrases.values():
        _check_patterns(template, [each.say for each in phrases])
    _check_patterns(template, [each.part for each in template.lists.values()])


def _every(sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
    for each in sentences:
        yield each
        yield from _every(each.says)


def _check_lists(template: Template, condition: Condition) -> None:
    for _, term, rest in condition:
        if term in ("any", "one", "several") and rest not in template.lists:
            raise _unknown(rest, template.lists)


def _check_patterns(template: Template, patterns: list[Pattern]) -> None:
    for slot in (each for pattern in patterns for each in pattern if isinstance(each, Gap)):
        known = slot.verb in template.phrases
        if not known and (slot.verb not in SLOTS or (SLOTS[slot.verb] and not slot.of)):
            raise _unknown(slot.verb, [*SLOTS, *template.phrases])
        if slot.verb in LISTED and slot.of[0] not in template.lists:
            raise _unknown(slot.of[0], template.lists)
        if not SLOTS.get(slot.verb) and slot.of and slot.of[0] not in template.subjects:
            raise _unknown(slot.of[0], template.subjects)
