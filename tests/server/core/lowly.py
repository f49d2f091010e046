"""The process of an export for a test: it makes its file once it has been put behind everything else."""

import os
import sys
from pathlib import Path

from anpei.server.core.export_process import FILE
from tests.helpers.processes import wait_for

if __name__ == "__main__":
    wait_for(lambda: os.getpriority(os.PRIO_PROCESS, 0) == 19)
    (Path(sys.argv[2]) / FILE).touch()
