"""Scenarios as files: what a drill is made of, read and compiled, ready to run."""

from anpei.exercises.scenarios import condition_types, conditions
from anpei.exercises.scenarios.compiled import CompiledScenario, triggered
from anpei.exercises.scenarios.files import Shelf, load, read_scenario
from anpei.exercises.scenarios.model import (
    Effects,
    Inject,
    Kind,
    Node,
    Objective,
    Option,
    Role,
    Scenario,
    Source,
    Timeout,
    Trigger,
    Value,
    Variable,
)
from anpei.exercises.scenarios.schema import schema_text

__all__ = [
    "CompiledScenario",
    "Effects",
    "Inject",
    "Kind",
    "Node",
    "Objective",
    "Option",
    "Role",
    "Scenario",
    "Shelf",
    "Source",
    "Timeout",
    "Trigger",
    "Value",
    "Variable",
    "condition_types",
    "conditions",
    "load",
    "read_scenario",
    "schema_text",
    "triggered",
]
