"""The levels of functional items (类、款、项) as the prose writes them: names and codes from the top."""

from __future__ import annotations

from cnbudget.expressions import expression

__all__ = ["LEVEL", "below", "codes_of_names", "joined_codes", "levels_of", "name_of"]

#: The mark of a level, with the code before it if it has one.
LEVEL = expression(r"\(([0-9]{0,7})(类|款|项)\)")
_MARKS = "类款项"


def name_of(text: str) -> str:
    """A name in an item's path, without the numbering before it."""
    return text.lstrip("0123456789.、．-:，,")


def joined_codes(codes: tuple[str, ...]) -> str:
    """The digits of a path of codes: "204", "06", "01" is 2040601."""
    if not codes or not all(codes):
        return ""
    digits = codes[0]
    for code in codes[1:]:
        digits = code if code.startswith(digits) else digits + code
    return digits if len(digits) in (3, 5, 7) and digits[0] == "2" else ""


def levels_of(words: str) -> tuple[str, ...]:
    """The names of an item's levels in words that end with the mark of one; "" for those that stand above them.

    >>> levels_of("社会保障和就业支出(类)"), levels_of("行政事业单位养老支出(款)"), levels_of("收入预算情况说明")
    (('社会保障和就业支出',), ('', '行政事业单位养老支出'), ())
    """
    marked = LEVEL.split(words)
    if len(marked) == 1 or marked[-1]:
        return ()
    return below((), tuple(name_of(name) for name in marked[0:-1:3]), marked[2])


def below(above: tuple[str, ...], names: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Names whose first has a mark, and before them those of the levels above it as a heading gives them.

    Some forms' headings name the 类, and the items below the 款 and the 项.
    """
    depth = _MARKS.index(mark)
    known = above[:depth]
    return (*known, *[""] * (depth - len(known)), *names)


def codes_of_names(names: tuple[str, ...], index: dict[str, list[str]]) -> list[str]:
    """The codes whose names from the top are these, where they are told."""
    if not 1 <= len(names) <= 3:
        return []
    above: list[str] | None = None
    for depth, name in enumerate(names, 1):
        size = 1 + 2 * depth
        if name:
            above = [
                code
                # 一般公共服务（类） is what the official lists call 一般公共服务支出
                for code in (*index.get(name, ()), *index.get(f"{name}支出", ()))
                if len(code) == size
                and (above is None or any(code.startswith(parent) for parent in above))
            ]
    return above or []
