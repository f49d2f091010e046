"""``python -m anpei.migrations MESSAGE``: write the next revision from the difference between tables and history."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from anpei.database import upgrade
from anpei.migrations.models import metadata

HERE = Path(__file__).parent


def main(message: str) -> None:
    number = len(list((HERE / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        upgrade(url)
        config = Config()
        config.set_main_option("script_location", str(HERE))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes.update(url=url, tables=metadata)
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
