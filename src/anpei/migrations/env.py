"""Alembic's entry: the URL comes from the caller, the schema from the rooms."""

from __future__ import annotations

from alembic import context

from anpei.engines import writing_engine
from anpei.migrations.models import metadata


def run() -> None:
    engine = writing_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
