"""The schema's history leads to what the rooms declare, from nothing and over again."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from anpei.database import Database, upgrade
from anpei.migrations.models import metadata


def test_the_history_leads_to_the_declared_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    upgrade(url)
    with Database(url) as db, db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_upgrading_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    upgrade(url)
    upgrade(url)
    with Database(url) as db:
        assert "person" in inspect(db.engine).get_table_names()
