"""Alembic's entry: the URL comes from the caller, and so do the rooms' tables when a revision is to be written.

All steps are one transaction, on SQLite too: whoever upgrades at the same time waits and then finds nothing to do.
"""

from __future__ import annotations

from alembic import context

from anpei.engines import writing_engine


def run() -> None:
    engine = writing_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=context.config.attributes.get("tables"),
            render_as_batch=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
