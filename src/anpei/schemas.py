"""Which schema a database has, and whether this version knows it: what was written by a newer one is never opened.

A schema is the number of its newest migration (``0022``); a database without tables of ours has none.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from anpei import engines
from anpei.errors import SettingsError
from anpei.version import version

__all__ = ["MIGRATIONS", "known", "newer", "newest", "require_known", "schema_of"]

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def known() -> tuple[str, ...]:
    """Every schema this version has had, oldest first."""
    return tuple(sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))


def newest() -> str:
    return known()[-1]


def schema_of(url: str) -> str | None:
    """The schema a database says it has; None for a new one, and for one that doesn't answer."""
    address = engines.parse(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return None
    engine = engines.plain_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        return None
    return None if found is None else str(found)


def newer(schema: str | None) -> bool:
    """Whether a schema is of a version after this one."""
    return schema is not None and schema not in known()


def require_known(url: str) -> str | None:
    """The schema, which is None or one of ours; any other is a :class:`SettingsError` and nothing is touched."""
    schema = schema_of(url)
    if newer(schema):
        raise SettingsError(
            f"数据库是更新的版本写的（结构 {schema}，这里是安培 {version()}，只认得到 {newest()}），没有动它。",
            way_out="请装回更新的安培；要用这个版本，请用 anpei restore 恢复升级以前的备份。",
        )
    return schema
