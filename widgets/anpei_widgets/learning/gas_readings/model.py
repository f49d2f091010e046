"""What an instrument shows in a pit being aired: a teaching model of dilution, not a way to judge a real space.

Every layer mixes at a share of the whole space's air changes; what was there falls away exponentially towards fresh
air. Nothing new seeps in, the fan never stops and the instrument is right at once: a real pit keeps none of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

LAYERS = ("top", "middle", "bottom")
MIXING = {"top": 0.9, "middle": 0.6, "bottom": 0.45}  # the deeper, the less of the fan's air arrives
FRESH = {"o2": 20.9, "lel": 0.0, "h2s": 0.0, "co": 0.0, "voc": 0.0}  # % by volume, %LEL, mg/m3 three times
DIGITS = {"o2": 1, "lel": 0, "h2s": 0, "co": 0, "voc": 0}
STEP = 5  # minutes between two rows of a table
LONGEST = 120  # minutes


@dataclass(frozen=True)
class Space:
    """``volume`` m3, ``flow`` of the fan m3/h, and what each gas reads in each layer before it runs."""

    volume: float
    flow: float
    start: dict[str, tuple[float, float, float]]


def reading(space: Space, gas: str, layer: str, aired: float) -> float:
    """What the instrument shows after ``aired`` minutes of ventilation, rounded as its display rounds."""
    before = space.start.get(gas, (FRESH[gas],) * 3)[LAYERS.index(layer)]
    changes = space.flow / space.volume * MIXING[layer] * aired / 60
    return round(FRESH[gas] + (before - FRESH[gas]) * exp(-changes), DIGITS[gas])


def table(space: Space) -> dict[str, dict[str, list[float]]]:
    """Layer → gas → one reading for every ``STEP`` minutes of ventilation, from 0 to ``LONGEST``."""
    minutes = range(0, LONGEST + 1, STEP)
    return {layer: {gas: [reading(space, gas, layer, m) for m in minutes] for gas in FRESH} for layer in LAYERS}
