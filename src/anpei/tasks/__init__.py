"""Scheduled tasks: the periodic work of every process, row by row, that nothing can poison or starve."""

from anpei.tasks.failures import TaskFailure, clear_failures, failures, note_failure, retry_now, try_write
from anpei.tasks.runner import ScheduledTask, TaskRunner
from anpei.tasks.wording import task_words

__all__ = [
    "ScheduledTask",
    "TaskFailure",
    "TaskRunner",
    "clear_failures",
    "failures",
    "note_failure",
    "retry_now",
    "task_words",
    "try_write",
]
