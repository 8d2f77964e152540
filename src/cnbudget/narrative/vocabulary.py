"""The words that narratives (情况说明) are made of: one place for those who read them and those who write them.

They stand in the one list of the vocabulary (`cnbudget.forms`). Everything is in the folded form that
`cnbudget.passages.folded` gives: simplified characters, half-width letters, digits and brackets, no white space; names
are without what stands in brackets. Of words that lie in each other the longer stands first.
"""

from __future__ import annotations

from cnbudget import scopes
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement
from cnbudget.forms.vocabulary import shipped_words
from cnbudget.scope import Scope

_S, _N = FundingSource, Nature


def _said(dimension: str) -> dict[str, str]:
    return shipped_words().labels("speech", dimension)


def _words(dimension: str) -> tuple[str, ...]:
    return tuple(_said(dimension))


def _signed(dimension: str) -> tuple[tuple[str, int], ...]:
    return tuple((word, 1 if way == "up" else -1) for word, way in _said(dimension).items())


# Headings ------------------------------------------------------------------------------------------

#: The sections of a disclosure: key, Chinese name, and the words that a heading has all of. The first is meant of which
#: a heading has all words.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = tuple(
    (key.strip("-"), name, tuple(words.replace("“", '"').split("+")))  # as headings are folded
    for words, named in shipped_words().labels("section", "title").items()
    for key, _, name in (named.partition(" "),)
)
#: The part of the scope that a section adds to what is said in it.
SECTION_SCOPES: dict[str, Scope] = {
    "appropriation": Scope(source=_S.APPROPRIATION),
    "general": Scope(source=_S.GENERAL),
    "scale": Scope(source=_S.GENERAL),
    "makeup": Scope(source=_S.GENERAL),
    "items": Scope(source=_S.GENERAL),
    "basic": Scope(source=_S.GENERAL, nature=_N.BASIC),
    "projects": Scope(source=_S.GENERAL, nature=_N.PROJECT),
    "basic_all": Scope(nature=_N.BASIC),
    "projects_all": Scope(nature=_N.PROJECT),
    "fund": Scope(source=_S.FUND),
    "state_capital": Scope(source=_S.STATE_CAPITAL),
    "three_public": scopes.THREE_PUBLIC & Scope(source=_S.APPROPRIATION),
    "commissioned": scopes.COMMISSIONED & Scope(source=_S.APPROPRIATION),
    "carry_over": Scope(source=_S.CARRIED),
    "procurement": Scope(procurement=Procurement.PROCURED),
}
#: Sections about all that comes in or goes out.
WHOLE_SECTIONS = frozenset(("total", "income", "expenditure"))

# Subjects ------------------------------------------------------------------------------------------

#: What is said instead of a subject where it is the one before: （一）收入预算。2026年年初预算数为….
SAME = frozenset(("", *_words("same")))
#: What stands in brackets and tells one name from another: 资本性支出（基本建设） is 309, 资本性支出 is 310.
TELLING = _words("telling")
#: The stage of a budget as it was adjusted in the year.
ADJUSTED = "调整预算"
#: What stands between a subject and its amount, with the stage it speaks of ("" if none).
COPULAS = tuple((word, "" if stage == "yes" else stage) for word, stage in _said("copula").items())
#: Ways to write income and expenditure together, as the vocabulary writes them.
TOGETHER = tuple(_said("together").items())
#: What stands before a subject and says nothing of its scope, wherever it does: whose it is, and how it came.
OURSELVES = _words("ourselves")
#: Words that stand before a subject and say nothing of its scope.
OPENINGS = _words("opening")
#: The flow that a word of a subject names, in documents that keep income and expenditure apart.
FLOWS = tuple((word, Flow[name]) for word, name in _said("flow").items())
#: Subjects that are no scope of the tables: parts of one of the three public expenses.
OTHERS = _words("other")

#: What the name of an agency, or of a part of one, ends with.
ORGANS = _words("organ")
#: What stands around what a heading names: 关于2026年项目支出预算情况的说明.
AROUND_TITLES = _words("around")
#: Years that are told from the document's: 今年 is "this" one, 去年 is the "last".
WHEN = _said("when")
#: What behind such a word makes a balance of it, which is no year: 上年结转.
NO_YEARS = _words("balance_of")

# Numbers -------------------------------------------------------------------------------------------

#: What is counted where the number is a name or an ordinal: 3期工程, 10级.
ORDINALS = frozenset(_words("ordinal"))

# Predicates ----------------------------------------------------------------------------------------

#: Words of a change, with its sign.
DIRECTIONS = _signed("direction")
#: Words of a change in one letter, and what stands before them: 较上年增…万元, not 新增…万元.
SHORT_DIRECTIONS = _signed("short")
#: Words of what was spent less than planned, or than before: 较预算节约…万元.
SPARED = _words("spared")
COMPARED_WITH = _words("compared")
#: Words before a comparison that say what is compared, of one subject as of another.
COMPARABLY = _words("comparably")
#: Words of an amount of each one: 车均维护费3.50万元.
PER = _words("per")
#: Words of a rate that leave its direction to the change before it.
UNSIGNED = _words("unsigned")
#: Words of a rate of how far a plan was carried out.
CARRIED_OUT = _words("carried_out")
#: Nothing has changed.
LEVEL_WORDS = _words("level")
#: There is nothing.
NOTHING = _words("nothing")
_TOLD = {word: kind.partition(" ") for word, kind in _said("predicate").items()}
#: What is said of an amount with another one (节约…万元): the word, and the kind of claim that it makes. Each kind is
#: held to what a row of `cnbudget.rules.rows` says of it.
PREDICATES = tuple((word, kind) for word, (kind, _, _) in _TOLD.items())
#: The kinds, with their Chinese names.
PREDICATE_NAMES = {kind: name for kind, _, name in _TOLD.values()}
#: What begins the reason for a change; the rest of the sentence is no claim about the subject.
REASONS = _words("reason")
#: What begins the description of a use.
USES = _words("purpose")
#: What ends the name of a level of a functional item.
MARKS = _words("mark")
#: What begins a list of members.
LISTS = _words("list")
#: What says that parts of the last amount follow.
PARTS = _words("parts")
#: Those of them that say that these are all parts.
ALL_PARTS = frozenset(word for word, which in _said("parts").items() if which == "all")
#: Labels of the lines that describe a project.
PROJECT_LABELS = _words("line")
