"""What a scope says, as the cells of a record: the codes and names of each level, and the words of the other sets."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import Any

from cnbudget.classification import Kind, default
from cnbudget.classification.catalogue import Catalogue
from cnbudget.dimensions import BY_NAME
from cnbudget.frames.columns import columns_of
from cnbudget.scope import PART, Scope

#: What a scope tells of where money is.
PLACE_COLUMNS = columns_of("""
function_category | text | 功能分类类级编码 | functional category, its code | functional-classification:generic:level1:code:full
function_category_name | text | 功能分类类级名称 | functional category, its name | functional-classification:generic:level1:label
function_section | text | 功能分类款级编码 | functional section, its code | functional-classification:generic:level2:code:full
function_section_name | text | 功能分类款级名称 | functional section, its name | functional-classification:generic:level2:label
function_item | text | 功能分类项级编码 | functional item, its code | functional-classification:generic:level3:code:full
function_item_name | text | 功能分类项级名称 | functional item, its name | functional-classification:generic:level3:label
economic_category | text | 部门经济分类类级编码 | economic category, its code | economic-classification:generic:level1:code:full
economic_category_name | text | 部门经济分类类级名称 | economic category, its name | economic-classification:generic:level1:label
economic_section | text | 部门经济分类款级编码 | economic section, its code | economic-classification:generic:level2:code:full
economic_section_name | text | 部门经济分类款级名称 | economic section, its name | economic-classification:generic:level2:label
government_category | text | 政府经济分类类级编码 | government economic category, its code
government_category_name | text | 政府经济分类类级名称 | government economic category, its name
government_section | text | 政府经济分类款级编码 | government economic section, its code
government_section_name | text | 政府经济分类款级名称 | government economic section, its name
row_agency | text | 所在行的单位 | agency of the row | administrative-classification:generic:label
""")  # fmt: skip # noqa: E501
#: What it tells of what kind of money it is, and of when.
SORT_COLUMNS = columns_of("""
source | text | 资金来源 | funding source
nature | text | 支出性质 | nature of expenditure
flow | text | 资金流向 | flow | direction
procurement | text | 政府采购类型 | kind of procurement
reservation | text | 预留采购份额 | for whom procurement is reserved
of_year | integer | 数字所属年度 | year that the figure is of | date:fiscal-year
of_stage | text | 数字所属阶段 | stage that the figure is of | phase
""")  # fmt: skip
SCOPE_COLUMNS = (*PLACE_COLUMNS, *SORT_COLUMNS)

_CODED = (
    ("function", Kind.FUNCTIONAL, (3, 5, 7)),
    ("economic", Kind.ECONOMIC, (3, 5)),
    ("government_economic", Kind.GOVERNMENT_ECONOMIC, (3, 5)),
)
#: What of a scope `PLACE_COLUMNS` tell.
places_of = attrgetter(*(name for name, _, _ in _CODED), "agency")
_FLAGS = ("source", "nature", "flow", "procurement", "reservation")
_UNSAID = ("procurement", "reservation")  # of which most figures say nothing


@lru_cache(maxsize=32)
def _catalogue(kind: Kind, year: int | None) -> Catalogue | None:
    lists = default()
    return lists.catalogue(kind, year) if year is not None and year in lists.years else None


@lru_cache(maxsize=16384)
def name_of(kind: Kind, code: str, year: int | None) -> str | None:
    """The official name of a code in a year; None where the lists do not have it.

    >>> name_of(Kind.FUNCTIONAL, "208", 2026), name_of(Kind.FUNCTIONAL, "208", None)
    ('社会保障和就业支出', None)
    """
    lists = _catalogue(kind, year)
    found = None if lists is None else lists.get(code)
    return None if found is None else found.name


@lru_cache(maxsize=1024)
def _words(flag: Any, lang: str) -> str:
    return str(flag.zh if lang == "zh" else flag.en)


def place_cells(scope: Scope | None, year: int | None) -> tuple[Any, ...]:
    """The cells of a scope in `PLACE_COLUMNS`; what it does not tell is None.

    Args:
        scope: The scope.
        year: The year of whose lists the names are.

    >>> cells = place_cells(Scope("20805"), 2026)
    >>> cells[:4], cells[4]
    (('208', '社会保障和就业支出', '20805', '行政事业单位养老支出'), None)
    """
    if scope is None:
        return (None,) * len(PLACE_COLUMNS)
    return cells_of_places(places_of(scope), year)


@lru_cache(maxsize=65536)
def cells_of_places(places: tuple[tuple[str, ...], ...], year: int | None) -> tuple[Any, ...]:
    """The same, from what `places_of` gives of a scope."""
    cells: list[Any] = []
    for (_, kind, lengths), codes in zip(_CODED, places, strict=False):
        code = codes[0] if len(codes) == 1 else _common(codes)
        for length in lengths:
            if len(code) < length:
                cells += (None, None)
            else:
                digits = code[:length]
                cells += (digits, name_of(kind, digits, year))
    names = [each for each in places[-1] if not each.startswith(PART)]
    cells.append("、".join(names) or None)
    return tuple(cells)


def sort_cells(
    scope: Scope | None, year: int | None, stage: str | None, lang: str
) -> tuple[Any, ...]:
    """The cells of a scope in `SORT_COLUMNS`.

    Args:
        scope: The scope.
        year: The year, if the scope tells no other.
        stage: The stage, likewise.
        lang: The language of the words.

    >>> sort_cells(Scope(year=2025), 2026, "预算", "en")
    ('all funds', 'all expenditure', 'expenditure', None, None, 2025, '预算')
    """
    if scope is None:
        return (None,) * len(SORT_COLUMNS)
    cells: list[Any] = []
    for name in _FLAGS:
        flag = getattr(scope, name)
        said = name not in _UNSAID or flag != BY_NAME[name].usual
        cells.append(_words(flag, lang) if said else None)
    cells += (
        year if scope.year is None else scope.year,
        stage if scope.stage is None else scope.stage,
    )
    return tuple(cells)


def of_year(scope: Scope | None, year: int | None) -> int | None:
    """The year that a scope is of, in a document of a year."""
    return year if scope is None or scope.year is None else scope.year


def _common(codes: tuple[str, ...]) -> str:
    """What all of several codes begin with, if that is a code."""
    for length in (5, 3):
        if len({code[:length] for code in codes}) == 1:
            return codes[0][:length]
    return ""
