"""What an outbox kept for one person is never booked as another's, whoever has signed in there meanwhile."""

from __future__ import annotations

from anpei.exercises import evaluation, rollcall
from tests.helpers.plant import Plant, fact

MEANT = "X-Anpei-Person"


def test_a_tick_of_one_warden_is_not_taken_from_another(plant: Plant) -> None:
    number = plant.muster()
    tick = fact(person="E1001", point="1", state="present")
    path = f"api/musters/{number}/checks"
    with plant.platform.client("D3001") as director:
        refused = director.post(path, json=tick, headers={MEANT: "E1002"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "other_person")
        assert plant.read(lambda s: rollcall.standing(s, number)).accounted == 0
        assert director.post(path, json=tick, headers={MEANT: "D3001"}).status_code == 200
        assert int(director.get(f"api/musters/{number}").headers["X-Anpei-Now"]) > 0


def test_it_is_asked_before_the_rule_so_that_nobody_else_s_rights_judge_it(plant: Plant) -> None:
    run = plant.run()
    rating = fact(kind="rate", item="report_1", value="done")
    with plant.platform.client("E1001") as learner:
        refused = learner.post(f"api/evaluations/{run}/entries", json=rating, headers={MEANT: "V5001"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "other_person")
    assert plant.read(lambda s: evaluation.sheets(s, run)) == []
