"""The roster as a file: what is imported again changes nothing, and no text somebody typed becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from anpei.cells import to_csv
from anpei.staff.model import ROLE_NAMES, ROLES, Person

__all__ = ["limits", "role_names", "roster_cells", "roster_csv", "roster_rows", "write_roster_workbook"]

HEADS = ("工号", "姓名", "部门", "班组", "岗位", "角色", "状态", "入职日期", "管辖部门")
WIDTHS = (14, 12, 18, 12, 18, 18, 8, 13, 24)


def role_names(person: Person) -> list[str]:
    return [ROLE_NAMES[role] for role in ROLES if role in person.roles]


def limits(person: Person, places: Mapping[int, str]) -> list[str]:
    """The departments somebody is limited to; none for the whole enterprise."""
    return sorted(places[number] for number in person.scope.departments or () if number in places)


def roster_cells(person: Person) -> list[str]:
    """What a list of people shows of one."""
    place = [person.department, person.team or "", person.post or ""]
    return [person.staff_no, person.name, *place, "、".join(role_names(person)), "在职" if person.active else "离职"]


def roster_rows(people: Iterable[Person], places: Mapping[int, str]) -> Iterator[Sequence[str]]:
    """The heads and a row for each; ``places`` are the departments' names by number."""
    yield HEADS
    for person in people:
        yield [*roster_cells(person), person.hired or "", "、".join(limits(person, places))]


def roster_csv(rows: Iterable[Iterable[str]]) -> str:
    """A CSV file that Excel opens rightly; a name that looks like a formula stays a name."""
    return to_csv(rows)


def write_roster_workbook(file: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    """An Excel file, every cell of it text: staff numbers keep their zeros, and what looks like a formula is none."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    for index, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "C2"
    for number, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet, value=text or None) for text in row]
        for cell in cells:
            cell.number_format = "@"
            if cell.value is not None:
                cell.data_type = "s"
            if not number:
                cell.font = Font(bold=True)
        sheet.append(cells)
    book.save(file)
