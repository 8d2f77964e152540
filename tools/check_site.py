"""Check the documentation as it was built: the language of each page, of its interface, and its link to the other one.

`python tools/check_site.py SITE` fails where a page under ``zh/`` does not say that it is Chinese, or another one that
it is English; where the interface around it (how to skip it, the search, the way to the top) speaks another language;
and where a page does not lead to the same page in the other language, which must be there.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

#: What the interface says, by language.
_SPOKEN = {
    "zh": ("跳转至", "搜索", "回到页面顶部"),
    "en": ("Skip to content", "Search", "Back to top"),
}
_NAMES = {"zh": "English", "en": "中文"}
#: Pages of one language begin so, and lead to that page of the other one.
_ALONE = {"reference-": "zh/reference"}
_SPACES = re.compile(r"\s+")


class _Page(HTMLParser):
    """What is looked at of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang = ""
        self.said: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._link: list[str] | None = None
        self._goal = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = found.get("lang", "")
        self.said += [
            found[name] for name in ("placeholder", "aria-label", "title") if name in found
        ]
        if tag == "a":
            self._goal, self._link = found.get("href", ""), []

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.links.append((_SPACES.sub(" ", "".join(self._link)).strip(), self._goal))
            self._link = None

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self._link is not None:
            self._link.append(data)


def faults(site: Path) -> Iterator[str]:
    """What is wrong with a site."""
    pages = sorted(file for file in site.rglob("index.html"))
    if not pages:
        yield f"{site}: no pages"
    for file in pages:
        name = file.relative_to(site).parent.as_posix()
        lang = "zh" if name.split("/")[0] == "zh" else "en"
        page = _Page(file.read_text(encoding="utf-8"))
        if page.lang != lang:
            yield f"{name}: is {lang}, and says that it is {page.lang!r}"
        said = " ".join(page.said)
        for words in _SPOKEN[lang]:
            if words not in said:
                yield f"{name}: the interface does not say {words!r}"
        other = (
            name.removeprefix("zh").lstrip("/") or "."
            if lang == "zh"
            else posixpath.join("zh", name)
        )
        alone = (goal for begin, goal in _ALONE.items() if name.startswith(begin))
        other = next(alone, posixpath.normpath(other))
        goals = {
            posixpath.normpath(posixpath.join(name, goal))
            for words, goal in page.links
            if words == _NAMES[lang]
        }
        if other not in goals:
            yield f"{name}: does not lead to {other}"
        if not (site / other / "index.html").is_file():
            yield f"{name}: {other} is not there"


def main() -> int:
    """Check a site; 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site", type=Path)
    found = list(faults(parser.parse_args().site))
    print("\n".join(found) or "every page says its language, and leads to the other one")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
