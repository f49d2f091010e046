"""Every character we may have to print can be printed."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from anpei.content import SHELVES, bundled
from anpei.exercises import report

HOUSE = Path(report.__file__).parents[2]


def gb2312() -> str:
    def char(high: int, low: int) -> str:
        return bytes([high, low]).decode("gb2312", errors="ignore")

    return "".join(char(high, low) for high, low in product(range(0xA1, 0xF8), range(0xA1, 0xFF)))


def test_all_of_gb2312_can_be_drawn() -> None:
    assert len(gb2312()) > 7_000
    assert report.lacking(gb2312()) == []


def test_names_with_less_common_characters_can_be_drawn() -> None:
    assert report.lacking("喆堃赟镕玥翀旻昉犇骉") == []


def test_everything_the_shelves_say_can_be_drawn() -> None:
    texts = [path.read_text(encoding="utf-8") for shelf in SHELVES for path in (bundled() / shelf).rglob("*.yaml")]
    texts += [path.read_text(encoding="utf-8") for path in (HOUSE / "exercises/report").glob("*.py")]
    assert report.lacking("".join(texts)) == []


def test_the_fonts_are_small_and_carry_their_licence() -> None:
    assert sum(path.stat().st_size for path in report.FONTS.glob("*.otf")) < 4_000_000
    assert "SIL OPEN FONT LICENSE" in (report.FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_fonts_of_the_enterprise_are_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "broken.otf").write_bytes(b"no font")
    assert report.lacking("字", (tmp_path,)) == ["字"]
    assert report.lacking("字", (tmp_path, report.FONTS)) == []
