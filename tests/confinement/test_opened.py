"""What walls open, as data: around what stays closed, everything beside it and no more."""

from __future__ import annotations

from pathlib import Path

from anpei.confinement.landlock import READ, SEE, WRITE
from anpei.confinement.walls import Limits, Walls, around


def laid(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_in_an_installed_wheel_the_program_is_open_and_the_shelves_in_it_are_not(tmp_path: Path) -> None:
    laid(
        tmp_path, "pandas/io.py", "anpei/app.py", "anpei/_content/quizzes/fire.yaml", "anpei/_content/courses/x/1.ipynb"
    )
    quizzes, courses = (str(tmp_path / "anpei/_content" / shelf) for shelf in ("quizzes", "courses"))
    opened = dict(around(str(tmp_path), READ, (quizzes, courses)))
    assert opened == {
        str(tmp_path): SEE, str(tmp_path / "anpei"): SEE, str(tmp_path / "anpei/_content"): SEE,
        str(tmp_path / "pandas"): READ, str(tmp_path / "anpei/app.py"): READ,
    }  # fmt: skip


def test_what_is_closed_itself_is_not_opened(tmp_path: Path) -> None:
    laid(tmp_path, "var/key")
    assert list(around(str(tmp_path / "var"), READ, (str(tmp_path / "var"),))) == []
    assert list(around(str(tmp_path / "var/key"), READ, (str(tmp_path),))) == [(str(tmp_path / "var/key"), READ)]


def test_a_link_to_what_is_closed_opens_nothing_of_it(tmp_path: Path) -> None:
    laid(tmp_path, "shelf/key", "open/a", "open/b")
    (tmp_path / "open/way").symlink_to(tmp_path / "shelf")
    (tmp_path / "open/in").symlink_to(tmp_path)
    opened = dict(around(str(tmp_path / "open"), READ, (str(tmp_path / "shelf"), str(tmp_path / "open/b"))))
    assert opened == {str(tmp_path / "open"): SEE, str(tmp_path / "open/a"): READ}


def test_walls_are_the_same_after_they_were_written(tmp_path: Path) -> None:
    walls = Walls(str(tmp_path), ("/a",), ("/工作",), ("/c", "/d"), Limits(1, 2, 3), 4, "somebody")
    assert Walls.of_text(walls.written()) == walls
    assert (str(tmp_path / "w"), WRITE) in Walls(str(tmp_path), write=(str(tmp_path / "w"),)).opened(())
