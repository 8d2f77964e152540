"""Draw the pictures of the documentation anew: ``python tools/draw_pictures.py``.

They are drawn from what ships with the package. `tests/pictures/test_shown.py` holds their words to what would be drawn
now; how vl-convert writes SVG is its own matter.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import cnbudget
from cnbudget import Disclosure, pictures
from cnbudget.pictures import Picture

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "assets"


def _years() -> list[Disclosure]:
    """Two years of an agency that was made up."""
    files = [ROOT / "examples" / f"qingshan-{year}.csv" for year in (2025, 2026)]
    return [cnbudget.publish(cnbudget.read_ledger(file)) for file in files]


def _mistyped() -> Disclosure:
    """The budget of the page on finding the wrong cell."""
    budget = cnbudget.example("artux")
    right = budget.expenditure["2101501"].basic
    return budget.with_figures([(right, right.evolve(value=Decimal("97.17")))])


#: The pictures, by the names of their files.
DRAWN: dict[str, Callable[[str], Picture]] = {
    "flows": lambda lang: pictures.flows(cnbudget.example("artux"), lang=lang),
    "shares": lambda lang: pictures.shares(cnbudget.example("artux"), "use", lang=lang),
    "years": lambda lang: pictures.years(_years(), lang=lang),
    "waterfall": lambda lang: pictures.waterfall(cnbudget.compare(*_years()), lang=lang),
    "findings": lambda lang: pictures.findings(cnbudget.check(_mistyped()), lang=lang),
}


def files() -> dict[Path, tuple[Picture, bool]]:
    """Each file with its picture, and whether that is for a dark background."""
    found = {}
    for name, draw in DRAWN.items():
        for lang, end in (("en", "-en"), ("zh", "")):
            picture = draw(lang)
            found[FOLDER / f"picture-{name}{end}.svg"] = picture, False
            if name == "flows":
                found[FOLDER / f"picture-{name}{end}-dark.svg"] = picture, True
    return found


if __name__ == "__main__":
    for file, (picture, dark) in files().items():
        picture.save(file, dark=dark)
        print(file.relative_to(ROOT), file.stat().st_size)
