"""The evaluator's sheet over HTTP: who may, what comes back, and who sees whose ratings when."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from anpei.exercises import evaluation
from tests.helpers.plant import Plant, fact, status

pytestmark = pytest.mark.machines
PATH = "M10 20L30 40L50 60L70 80"


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#a40").save(out, "JPEG", comment=b"SECRET-PLACE")
    return out.getvalue()


def test_only_who_evaluates_gets_a_form(plant: Plant) -> None:
    run = plant.run()
    with plant.platform.client("E1001") as learner:
        assert status(learner.get(f"api/evaluations/{run}"))[0] == 403
        assert learner.get(f"evaluate/{run}").status_code == 403
    with plant.platform.client("V5001") as evaluator:
        form = evaluator.get(f"api/evaluations/{run}").json()
        assert form["groups"][0]["items"][0]["id"] == "report_1"
        assert status(evaluator.get("api/evaluations/999999"))[0] == 404


def test_the_form_tells_no_best_answer_and_the_drill_beside_it_no_score(plant: Plant) -> None:
    run = plant.run()
    with plant.platform.client("V5001") as evaluator:
        told = evaluator.get(f"api/evaluations/{run}").text
        beside = evaluator.get(f"api/evaluations/{run}/watch").json()
        again = evaluator.get(f"api/evaluations/{run}/watch?seq={beside['seq']}").json()
    assert "score" not in told
    assert not {"result", "score", "nodes"} & set(beside)
    assert "events" in beside and beside["asked"].keys() <= {"d01"}, "what was asked, not what will be"
    assert again.keys() == {"seq", "status", "clock"} or again["seq"] != beside["seq"]


def test_a_tap_is_saved_once_however_often_it_arrives(plant: Plant) -> None:
    run, body = plant.run(), fact(kind="rate", item="report_1", value="done")
    with plant.platform.client("V5001") as evaluator:
        evaluator.get(f"api/evaluations/{run}")
        answers = [evaluator.post(f"api/evaluations/{run}/entries", json=body).json() for _ in range(3)]
        sheet = evaluator.get(f"api/evaluations/{run}").json()["sheet"]
    assert answers[0] == answers[1] == answers[2]
    assert sheet["ratings"]["report_1"]["rating"] == "done"


@pytest.mark.parametrize(
    "body",
    [{}, {"uuid": "a"}, {"uuid": "a", "kind": "settle"}, {"uuid": "a", "kind": "rate", "item": "", "value": "done"}],
)
def test_what_makes_no_sense_is_refused(plant: Plant, body: dict[str, str]) -> None:
    run = plant.run()
    with plant.platform.client("V5001") as evaluator:
        evaluator.get(f"api/evaluations/{run}")
        assert evaluator.post(f"api/evaluations/{run}/entries", json=body).status_code in (404, 422)


def test_a_photo_is_kept_without_its_notes_and_shown_to_those_who_evaluate(plant: Plant) -> None:
    run, query = plant.run(), {"uuid": "p1", "item": "report_1"}
    with plant.platform.client("V5001") as evaluator:
        evaluator.get(f"api/evaluations/{run}")
        sent = [evaluator.post(f"api/evaluations/{run}/photos", params=query, content=jpeg()).json() for _ in range(2)]
        address = f"api/evaluations/{run}/photos/{sent[0]['photo']}"
        own = evaluator.get(address)
        assert evaluator.post(f"api/evaluations/{run}/photos", params=query, content=b"GIF89a").status_code == 422
    assert sent[0] == sent[1]
    assert own.headers["content-type"] == "image/jpeg"
    assert b"SECRET" not in own.content
    with plant.platform.client("V5002") as other, plant.platform.client("E1001") as learner:
        assert status(other.get(address)) == (403, "unsigned")
        assert learner.get(address).status_code == 403
    with plant.platform.client("T2001") as trainer, plant.platform.stranger() as stranger:
        assert trainer.get(address).status_code == 200
        assert stranger.get(address).status_code == 401


def test_an_evaluator_sees_the_others_after_signing_and_a_director_settles(plant: Plant) -> None:
    run = plant.run()
    page = f"evaluate/{run}/reconcile"
    for number, rating in (("V5001", "done"), ("V5002", "not")):
        with plant.platform.client(number) as one:
            one.get(f"api/evaluations/{run}")
            assert one.get(page).status_code == 403
            one.post(f"api/evaluations/{run}/entries", json=fact(kind="rate", item="report_1", value=rating))
            if number == "V5001":
                early = one.post(f"api/evaluations/{run}/entries", json=fact(kind="sign", value=PATH))
                assert status(early) == (409, "not_ended")
                plant.end(run)
            signed = one.post(f"api/evaluations/{run}/entries", json=fact(kind="sign", value=PATH))
            assert signed.status_code == 200
            assert one.get(page).status_code == 200
            late = one.post(f"api/evaluations/{run}/entries", json=fact(kind="rate", item="report_1", value="na"))
            assert status(late) == (409, "signed")
            assert one.post(page, data={"item": "report_1", "rating": "done", "reason": "x"}).status_code == 403
    with plant.platform.client("D3001") as director:
        bare = director.post(page, data={"item": "report_1", "rating": "partly", "reason": ""})
        assert bare.status_code == 422
        assert "理由" in bare.text
        settled = director.post(page, data={"item": "report_1", "rating": "partly", "reason": "录像为证", "uuid": "u"})
        assert settled.status_code == 302
        assert "录像为证" in director.get(page).text
        assert f"evaluate/{run}/reconcile" in director.get("evaluate").text
    lines = plant.read(lambda s: evaluation.reconciled(s, run))
    assert lines[0].final == "partly"
