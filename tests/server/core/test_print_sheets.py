"""A sheet for a printer says in whose time it tells times, or that it tells none; one that forgets can't be shown."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, FileSystemLoader, TemplateRuntimeError

from anpei.server.core.static_files import SERVER
from anpei.server.core.templates import templates

FRAME = "core/print.html"
GIVEN = {"site": "某厂", "back": "", "script": "", "zone": "Africa/Lagos"}


def test_every_sheet_says_its_zone_and_tells_no_time_without() -> None:
    sheets = [path for path in SERVER.rglob("*.html") if f'extends "{FRAME}"' in path.read_text(encoding="utf-8")]
    assert len(sheets) >= 4
    for path in sheets:
        template = templates(None).get_template(path.relative_to(SERVER).as_posix())
        said = "".join(template.blocks["zone"](template.new_context(GIVEN)))
        tells = 'data-zone="Africa/Lagos"' in said
        assert tells or not {"when", "date", "day"} & set(path.read_text(encoding="utf-8").split()), path.name


def test_a_sheet_without_a_word_about_its_zone_is_no_sheet() -> None:
    environment = templates(None).overlay()
    forgetful = DictLoader({"sheet.html": f'{{% extends "{FRAME}" %}}'})
    environment.loader = FileSystemLoader(SERVER)
    frame = environment.loader.get_source(environment, FRAME)[0]
    environment.loader = DictLoader({**forgetful.mapping, FRAME: frame})
    with pytest.raises(TemplateRuntimeError, match="zone"):
        environment.get_template("sheet.html").render(GIVEN)
