"""What a kernel may reach: the walls around a process that runs somebody's code, without root and without a container.

``landlock`` asks the running Linux and restricts the current process, ``walls`` says as data what is open and which
walls this machine lacks, ``launch`` is the program that stands before every kernel, ``kernels`` starts kernels by it.
"""

from anpei.confinement.landlock import abi
from anpei.confinement.walls import WALLS, Limits, Wall, Walls, lacking, shortage, told

__all__ = ["WALLS", "Limits", "Wall", "Walls", "abi", "lacking", "shortage", "told"]
