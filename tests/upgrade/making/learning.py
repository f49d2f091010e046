"""What learners and trainers do: duties, exams and their marks, chapters, practice, a law under review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
from making.plant import Plant, fact, ok, post

from anpei import assignments, attempts, bank, clock, grading, laws
from anpei.citing import mentions, read_library
from anpei.clock import DAY
from tests.helpers.processes import wait_for

COURSE, PAPER, SPOTS = "plant-rules", "plant-quiz", "hazard-walk"
LAW, DRILL = "xiaofang#44", "chain"
_MARK = """UPDATE grade SET manual_score = 6, needs_manual_grade = false WHERE id = (SELECT g.id FROM grade g
    JOIN base_cell b ON b.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND b.name = 'c01')"""
_COMMENT = _MARK.replace(
    "grade SET manual_score = 6, needs_manual_grade = false", "comment SET manual_comment = :words"
)
_COMMENT = _COMMENT.replace("SELECT g.id FROM grade g", "SELECT g.id FROM comment g")
_GRADED = """SELECT count(*) FROM grade g JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND g.auto_score IS NOT NULL"""


def assign(plant: Plant) -> None:
    with plant.client("T2001") as trainer:
        due = clock.local(clock.now() + 7 * DAY).date().isoformat()
        for what, kind, who in (
            (f"course:{COURSE}", "everyone", {}),
            (f"paper:{PAPER}", "everyone", {}),
            (f"paper:{SPOTS}", "everyone", {}),
            (f"drill:{DRILL}", "department", {"department": "1"}),
            ("paper:fire-basics", "person", {"person": "E1003"}),
            ("course:fire-escape", "post", {"post": "1"}),
        ):
            post(trainer, "board/assign", what=what, audience_kind=kind, due=due, **who)
        post(trainer, "board/assign", cancel="6")


def begin(client: httpx.Client, paper: str) -> int:
    answer = post(client, f"papers/{paper}", _xsrf=client.cookies["_xsrf"])
    return int(answer.headers["location"].rstrip("/").split("/")[-1])


def answers(plant: Plant, attempt: int) -> Iterator[tuple[str, Any]]:
    """Every slot with what is right there."""
    items = bank.load(plant.site.shelves).items
    with plant.db.read() as session:
        slots = attempts.slots(session, attempt)
    for one in slots:
        yield (
            one.slot,
            "先报警，再叫人走。" if one.kind == "case" else grading.right_value(items[one.item_id], one.order),
        )


def say(client: httpx.Client, attempt: int, slot: str, value: Any, base: int = 0, status: int = 200) -> None:
    sent = client.put(f"api/attempts/{attempt}/answers/{slot}", json=fact(base=base, value=value))
    assert sent.status_code == status, sent.text


def sit(plant: Plant) -> None:
    """One attempt published, one waiting to be marked, three open: half answered, a tapped scene, in a notebook."""
    kept: dict[str, Any] = plant.facts.setdefault("attempts", {})
    with plant.client("E1001") as learner:
        kept["published"] = number = begin(learner, PAPER)
        right = dict(answers(plant, number))
        for slot, value in right.items():
            say(learner, number, slot, value)
        wrong, other = [letter for letter in "abcd" if letter != right["q01"]][:2]
        say(learner, number, "q01", wrong, base=1)
        say(learner, number, "q01", other, base=1, status=409)
        ok(learner.post(f"api/attempts/{number}/hand-in", json=fact()))
        say(learner, number, "q01", "a", base=2, status=410)
        kept["second_try"] = number = begin(learner, PAPER)
        say(learner, number, "q01", "a")
    with plant.client("E1002") as learner:
        kept["unmarked"] = number = begin(learner, PAPER)
        for slot, value in answers(plant, number):
            say(learner, number, slot, value)
        ok(learner.post(f"api/attempts/{number}/hand-in", json=fact()))
        kept["spots"] = number = begin(learner, SPOTS)
        slot, value = next(answers(plant, number))
        say(learner, number, slot, [value[0]] if isinstance(value, list) else value)
    with plant.client("E1003") as learner:
        kept["open"] = number = begin(learner, PAPER)
        for slot, value in list(answers(plant, number))[:3]:
            say(learner, number, slot, value)
        say(learner, number, "q02", ["a"], base=1)
        ok(learner.put(f"api/attempts/{number}/flags/q04", json={"flag": True}))
        plant.facts["open_sheet"] = ok(learner.get(f"api/attempts/{number}"))
    with plant.client("T2001") as trainer:
        kept["notebook"] = ok(trainer.get(f"api/papers/{PAPER}/notebook"))["attempt"]


def mark(plant: Plant) -> None:
    """nbgrader grades, a trainer marks in the gradebook and publishes one of the two; feedback is written."""
    for who in ("E1001", "E1002"):
        wait_for(lambda who=who: plant.ask(_GRADED, who=who) >= 5, seconds=240)
    assert plant.ask(_MARK, who="E1001") == 1
    assert plant.ask(_COMMENT, who="E1001", words="写得好，少了清点人数。") == 1
    number = plant.facts["attempts"]["published"]

    def publish() -> list[int]:
        return plant.write(lambda s: assignments.publish(s, PAPER, clock.now(), "T2001", number))

    wait_for(publish, seconds=240)
    feedback = plant.site.nbgrader / "feedback/E1001" / PAPER
    wait_for(lambda: list(feedback.glob("*.html")), seconds=240)


def read(plant: Plant) -> None:
    """A chapter finished, a place kept, active time; a question of the reader answered."""
    chapter = f"{COURSE}/01-gate"
    with plant.client("E1001") as learner:
        for kind in ("opened", "activity", "finished"):
            ok(learner.post(f"api/progress/{chapter}", json=fact(kind=kind, data={"block": 1})))
        ok(learner.post(f"api/active/{chapter}", json=fact(seconds=30)))
        ok(learner.put(f"api/place/{COURSE}/02-forklift", json={"block": 1}))
    with plant.client("T2001") as trainer:
        page = ok(trainer.get("board/hours"))
        category = re.findall(r'name="category"[^>]*value="([^"]+)"', page)[-1]
        post(trainer, "board/hours", person=["E1002"], category=category)
        plant.facts["category"] = category


def practise(plant: Plant) -> None:
    """What was missed comes back; one card is answered."""
    with plant.client("E1001") as learner:

        def card() -> str:
            found = re.findall(r'"item": ?"([a-z0-9-]+)"', learner.get("refresh").text.replace("&#34;", '"'))
            return found[0] if found else ""

        item = wait_for(card, seconds=240)
        version = bank.load(plant.site.shelves).items[item]
        right = grading.right_value(version, bank.practice_order(version))
        ok(learner.post(f"api/refresh/{item}", json=fact(value=right)))
        plant.facts["practised"] = item


def review_a_law(plant: Plant) -> None:
    listed = mentions(read_library(plant.site.shelves))

    def opened(session: Any) -> laws.Review:
        return laws.open_review(session, LAW, listed, by="T2001", why="条文修改", now=clock.now())

    review = plant.write(opened)
    with plant.client("T2001") as trainer:
        post(trainer, "board/reviews", review=str(review.id), ref=review.items[0].ref, note="看过，不用改。")
