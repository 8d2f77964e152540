"""Finding subjects by a part of their names."""

from __future__ import annotations

from collections.abc import Callable

# Ranks, the smaller the better. Similar names come last, from SIMILAR (alike) to SIMILAR + 1.
EXACT, ENDING, BEGINS, CONTAINS, WITHIN_PATH, SIMILAR = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0
LEAST_LIKENESS = 0.34


class Index:
    """The names of a catalogue, for searching.

    Args:
        names: The normalised name of each code.
        parent: The code above a code, or an empty text.
    """

    __slots__ = ("_by_name", "_names", "_parent")

    def __init__(self, names: dict[str, str], parent: Callable[[str], str]) -> None:
        self._names = names
        self._parent = parent
        by_name: dict[str, list[str]] = {}
        for code, name in names.items():
            by_name.setdefault(name, []).append(code)
        self._by_name = by_name

    def named(self, name: str) -> list[str]:
        """The codes of exactly this name.

        >>> Index({"30101": "基本工资"}, lambda code: "").named("基本工资")
        ['30101']
        """
        return self._by_name.get(name, [])

    def path(self, code: str) -> str:
        """The names from the top down to a code, joined by "/".

        >>> names = {"301": "工资福利支出", "30101": "基本工资"}
        >>> Index(names, lambda code: code[:-2] if len(code) > 3 else "").path("30101")
        '工资福利支出/基本工资'
        """
        parts = []
        while code:
            parts.append(self._names.get(code, ""))
            code = self._parent(code)
        return "/".join(reversed(parts))

    def ranked(self, text: str) -> list[tuple[float, str]]:
        """The codes that a normalised text may mean, each with its rank, best first.

        >>> index = Index({"30101": "基本工资", "30108": "基本养老保险缴费"}, lambda code: "")
        >>> [code for _, code in index.ranked("养老保险")]
        ['30108']
        """
        text = text.strip("/")
        if not text:
            return []
        if text.isdigit():
            found = [
                (EXACT if code == text else BEGINS, code)
                for code in self._names
                if code.startswith(text)
            ]
        elif "/" in text:
            found = self._by_path(text)
        else:
            found = [(EXACT, code) for code in self._by_name.get(text, ())]
            for name, codes in self._by_name.items():
                if text in name and name != text:
                    rank = BEGINS if name.startswith(text) else CONTAINS
                    found += [(rank, code) for code in codes]
        found = found or self._alike(text)
        return sorted(found, key=lambda pair: (pair[0], len(pair[1]), pair[1]))

    def _by_path(self, text: str) -> list[tuple[float, str]]:
        last = text.rpartition("/")[2]
        found = []
        for name, codes in self._by_name.items():
            if last not in name:
                continue
            for code in codes:
                path = self.path(code)
                if path == text:
                    found.append((EXACT, code))
                elif ("/" + path).endswith("/" + text):
                    found.append((ENDING, code))
                elif text in path:
                    found.append((WITHIN_PATH, code))
        return found

    def _alike(self, text: str) -> list[tuple[float, str]]:
        wanted = _pairs(text.rpartition("/")[2])
        found = []
        for name, codes in self._by_name.items():
            pairs = _pairs(name)
            likeness = 2 * len(wanted & pairs) / (len(wanted) + len(pairs))
            if likeness >= LEAST_LIKENESS:
                found += [(SIMILAR + 1 - likeness, code) for code in codes]
        return found


def _pairs(text: str) -> set[str]:
    framed = f"^{text}$"
    return {framed[i : i + 2] for i in range(len(framed) - 1)}
