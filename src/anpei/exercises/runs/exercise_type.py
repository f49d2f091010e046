"""How a run is held: its content, form and purpose, and whether people were told beforehand; kept in the run's own log.

The scenario proposes it, the director decides when starting. Whoever wants to know asks :func:`arrangement`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import NotFound, Refused
from anpei.exercises.runs.events import EventDraft
from anpei.exercises.runs.log import RunLog
from anpei.exercises.runs.tables import DrillEvent, DrillRun
from anpei.exercises.scenarios import Kind

__all__ = ["NOTICES", "ExerciseType", "exercise_type", "exercise_types", "set_exercise_type"]

KEY = "run:arranged"
NOTICES = ("事先通知", "不事先通知（双盲）")


class ExerciseType(Kind):
    """The three dimensions of a drill and its notice; no notice where nobody said."""

    notice: Literal["", "事先通知", "不事先通知（双盲）"] = ""

    @property
    def blind(self) -> bool:
        """Whether nobody who takes part is to know of it before it begins."""
        return self.notice == NOTICES[1]

    @property
    def words(self) -> tuple[str, ...]:
        """As a report says it."""
        return tuple(filter(None, (self.form, self.content, self.purpose, self.notice)))

    @classmethod
    def asked(cls, told: Any) -> ExerciseType:
        """What a request says; raises Refused."""
        try:
            return cls.model_validate(told)
        except ValidationError:
            raise Refused("演练类型的格式不对。", code="bad_kind", way_out="请刷新后再选。") from None


def set_exercise_type(session: Session, run_id: int, how: ExerciseType, *, by: str, now: int) -> None:
    """Write down how a run is held, before anything happens in it; said twice, the first one stands."""
    log = RunLog(session, run_id)
    if log.find(KEY) is None:
        log.append(EventDraft("run.arranged", KEY, how.model_dump(), actor=by), now)


def exercise_type(session: Session, run_id: int) -> ExerciseType:
    """How a run is or was held; raises NotFound."""
    found = exercise_types(session, [run_id])
    if run_id not in found:
        raise NotFound("没有这次演练。", way_out="请回到演练列表重新选择。")
    return found[run_id]


def exercise_types(session: Session, run_ids: Iterable[int]) -> dict[int, ExerciseType]:
    """How each of these runs was held: as its log says, else as its scenario proposed."""
    numbers = list(run_ids)
    proposed = select(DrillRun.run_id, DrillRun.scenario[("scenario", "kind")]).where(DrillRun.run_id.in_(numbers))
    said = select(DrillEvent.run_id, DrillEvent.payload).where(DrillEvent.run_id.in_(numbers), DrillEvent.key == KEY)
    found = {run: ExerciseType.model_validate(kind) for run, kind in session.execute(proposed)}
    return found | {run: ExerciseType.model_validate(how) for run, how in session.execute(said)}
