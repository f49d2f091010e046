"""What kernels print on their own goes to one log, apart from the servers' records: a kernel runs anybody's code."""

from __future__ import annotations

import os

__all__ = ["NAME", "VARIABLE", "descriptor", "follow"]

NAME = "kernels"
VARIABLE = "ANPEI_KERNEL_LOG"
_given: list[int] = []


def follow() -> None:
    """In a child: keep the descriptor that the supervisor gave, for kernels alone."""
    number = os.environ.pop(VARIABLE, "")
    if number:
        os.set_inheritable(int(number), False)
        _given.append(int(number))


def descriptor() -> int:
    """Where a kernel that is started now writes; without a supervisor, where this process does."""
    return _given[-1] if _given else 2
