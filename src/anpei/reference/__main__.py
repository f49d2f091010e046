"""``python -m anpei.reference [FOLDER]``: write every reference page anew, by default into ``docs/reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from anpei.content import bundled
from anpei.reference.pages import write

if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else bundled() / "docs/reference")
