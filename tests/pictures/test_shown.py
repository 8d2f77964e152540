"""The pictures in the documentation are those that would be drawn now."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

_TEXT = "{http://www.w3.org/2000/svg}text"
ROOT = Path(__file__).parents[2]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "draw_pictures", ROOT / "tools" / "draw_pictures.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def squeezed(text: str) -> str:
    """Text without spaces; and without numbers, as those of laws change with what is known of forms."""
    return "".join(each for each in text if not each.isspace() and not each.isdecimal())


def test_the_pictures_of_the_documentation_say_what_they_would_say_now() -> None:
    drawn = tool().files()
    assert sorted((ROOT / "docs" / "assets").glob("picture-*.svg")) == sorted(drawn)
    for file, (picture, dark) in drawn.items():
        texts = [
            squeezed("".join(each.itertext()))
            for each in ET.parse(file).iter(_TEXT)  # noqa: S314 - our own
        ]
        missing = [label.text for label in picture.labels if squeezed(label.text) not in texts]
        assert missing == [], f"{file.name}: python tools/draw_pictures.py"
        assert ('fill="#12171d"' in file.read_text(encoding="utf-8")) == dark


def test_every_picture_stands_on_a_page_of_its_language() -> None:
    for file in tool().files():
        folder = (
            ROOT / "docs"
            if file.stem.removesuffix("-dark").endswith("-en")
            else ROOT / "docs" / "zh"
        )
        assert any(
            f"assets/{file.name}" in page.read_text(encoding="utf-8")
            for page in folder.glob("*.md")
        )
