"""What our simulations' own words rest on: the articles they name, and the sentences they mark as 待核.

A widget knows nothing of a register of laws. Whoever keeps one reads this, so that a change of the law leads to the
simulations that speak of it, and so that a person sees which of their sentences nobody has verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from anpei_widgets.learning.bleeding_control import scenes as bleeding_scenes
from anpei_widgets.learning.cpr_rhythm import modes as cpr_modes
from anpei_widgets.learning.extinguisher_chooser import fires as extinguisher_fires
from anpei_widgets.learning.extinguisher_pass import scenes as pass_scenes
from anpei_widgets.learning.gas_readings import scenes as gas_scenes
from anpei_widgets.learning.hazard_board import cards as hazard_cards
from anpei_widgets.learning.incident_clock import scenes as incident_scenes
from anpei_widgets.learning.lec_calculator import tasks as lec_tasks
from anpei_widgets.learning.responsibility_chain import cases as chain_cases
from anpei_widgets.learning.risk_ranking import model as ranking_model
from anpei_widgets.learning.shared import risk_scales
from anpei_widgets.learning.shared.law_cards import GISTS
from anpei_widgets.learning.smoke_layer import limits as smoke_limits
from anpei_widgets.learning.smoke_route import scenes as route_scenes

__all__ = ["BASES", "Basis"]

UNSURE = "待核"
SHORTEST = 8  # characters: a name or a label asserts nothing
_CITE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*#[1-9][0-9.-]*")


@dataclass(frozen=True)
class Basis:
    """One widget by its name and its Chinese title, with everything it says: ``told`` is its data as it stands.

    ``named`` are the laws that its words name without a citation beside them.
    """

    widget: str
    title: str
    told: tuple[Any, ...]
    named: tuple[str, ...] = ()

    @cached_property
    def cites(self) -> tuple[str, ...]:
        """Every citation in it, once."""
        found = (text for text in _strings(self.told) if text in GISTS or _CITE.fullmatch(text))
        return tuple(dict.fromkeys((*self.named, *found)))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Every string long enough to say something, once."""
        found = dict.fromkeys(text for text in _strings(self.told) if len(text) >= SHORTEST)
        return tuple(text for text in found if text not in self.cites)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person still has to verify."""
        return tuple(text for text in self.sentences if UNSURE in text)


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from _strings(value)
    elif isinstance(told, (list, tuple)):
        for value in told:
            yield from _strings(value)


def _limits_of_gases() -> tuple[str, ...]:
    """Each limit an instrument is read against, with where it comes from."""
    gases = (gas for gas in gas_scenes.GASES if gas["certainty"] != "核")
    return tuple(f"{gas['name']} {gas['limit']} {gas['unit']}：{gas['source']}，{UNSURE}" for gas in gases)


BASES: tuple[Basis, ...] = (
    Basis("risk_matrix", "风险矩阵", tuple(vars(risk_scales)[name] for name in (
        "LIKELIHOOD", "SEVERITY", "BANDS", "LEC", "LEC_BANDS", "HAZARDS", "LIMITS",
    ))),
    Basis("lec_calculator", "LEC 与四色图", (lec_tasks.TASKS, risk_scales.COLOURS, lec_tasks.LIMITS)),
    Basis("risk_ranking", "风险排名", (ranking_model.RISKS, ranking_model.LIMITS)),
    Basis("hazard_board", "隐患闭环", tuple(vars(hazard_cards)[name] for name in (
        "HAZARDS", "ACTS", "ITEMS", "SAYS", "REFUSALS", "LIMITS",
    ))),
    Basis("responsibility_chain", "责任链", (
        chain_cases.ROLES, chain_cases.USUAL, chain_cases.CASES, chain_cases.LIMITS,
    )),
    Basis("incident_clock", "事故等级与报告时钟", (
        incident_scenes.GRADES, incident_scenes.LEVELS, incident_scenes.ROUNDS, incident_scenes.SOURCES,
    ), incident_scenes.CITES),
    Basis("extinguisher_chooser", "选灭火器", (extinguisher_fires.FIRES, extinguisher_fires.NOTE)),
    Basis("extinguisher_pass", "用灭火器", tuple(vars(pass_scenes)[name] for name in (
        "GROUPS", "ACTS", "WORDS", "LIMITS", "SCENES",
    ))),
    Basis("gas_readings", "气体检测", (gas_scenes.SCENES, gas_scenes.LIMITS, _limits_of_gases()), gas_scenes.CITES),
    Basis("cpr_rhythm", "按压节奏", (cpr_modes.MODES, cpr_modes.LIMITS)),
    Basis("bleeding_control", "大出血", (bleeding_scenes.SCENES, bleeding_scenes.LIMITS)),
    Basis("smoke_layer", "烟层", (smoke_limits.LIMITS,)),
    Basis("smoke_route", "烟里找路", tuple(vars(route_scenes)[name] for name in (
        "ACTS", "WORDS", "FACTS", "LIMITS", "SCENES",
    )), ("xiaofang#28", "xiaofang#44")),
)  # fmt: skip
