"""Make the small fonts that reports carry: Noto Sans CJK SC cut down, under a name of its own.

    python deploy/report_font/make.py /usr/share/fonts/opentype/noto

The regular one holds ``characters.txt``: GB 2312, the 8105 characters of 通用规范汉字表 (for names) and
the signs our pages use. Headings are bold and need GB 2312 only. The SIL Open Font License allows this; no name is
reserved.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / "src/anpei/afteraction/font"
SOURCE_NAME, NAME = "Noto Sans CJK SC", "Anpei Sans"
FIRST_HAN, LAST_HAN = "\u4e00", "\u9fff"


def face(path: Path) -> TTFont:
    """The simplified Chinese face of the collection."""
    return next(font for font in TTCollection(path).fonts if SOURCE_NAME in (font["name"].getDebugName(4) or ""))


def in_headings(char: str) -> bool:
    """Whether the bold font needs the character."""
    if not FIRST_HAN <= char <= LAST_HAN:
        return True
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def rename(font: TTFont, style: str) -> None:
    """Call it by its own name, so that nobody takes it for the whole font; copyright and licence stay."""
    names = {1: NAME, 2: style, 3: f"{NAME} {style} from {SOURCE_NAME}", 4: f"{NAME} {style}", 6: f"AnpeiSans-{style}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    font["CFF "].cff.fontNames[0] = names[6]


def make(source: Path, style: str, characters: str) -> int:
    """Write one font; its size in bytes."""
    font = face(source / f"NotoSansCJK-{style}.ttc")
    options = Options(hinting=False, layout_features=["palt", "halt", "kern"], notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    rename(font, style)
    target = TARGET / f"AnpeiSans-{style}.otf"
    font.save(target)
    return target.stat().st_size


if __name__ == "__main__":
    wanted = (HERE / "characters.txt").read_text(encoding="utf-8")
    folder = Path(sys.argv[1])
    print(f"{make(folder, 'Regular', wanted) / 1e6:.2f} MB")
    print(f"{make(folder, 'Bold', ''.join(filter(in_headings, wanted))) / 1e6:.2f} MB")
