"""Before a drill: its plan with people, place and safeguards, the papers made of it, and who approves it."""

from anpei.exercises.preparation.approval import approve, awaiting, refusal_to_decide, require_approved, send_back
from anpei.exercises.preparation.model import (
    DrillPlan,
    PlanApproval,
    PlannedDrill,
    PlannedRole,
    lines_of,
    proposal,
)
from anpei.exercises.preparation.papers import PAPERS, paper_of
from anpei.exercises.preparation.service import (
    PlanOvertaken,
    begun_with,
    cancel,
    held_as,
    planned_drill,
    planned_drills,
    require_plan_sight,
    save_plan,
    sees_plan,
)

__all__ = [
    "PAPERS",
    "DrillPlan",
    "PlanApproval",
    "PlanOvertaken",
    "PlannedDrill",
    "PlannedRole",
    "approve",
    "awaiting",
    "begun_with",
    "cancel",
    "held_as",
    "lines_of",
    "paper_of",
    "planned_drill",
    "planned_drills",
    "proposal",
    "refusal_to_decide",
    "require_approved",
    "require_plan_sight",
    "save_plan",
    "sees_plan",
    "send_back",
]
