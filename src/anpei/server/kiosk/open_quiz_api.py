"""The public quiz of an enrolled kiosk: anonymous practice questions, answered at once; only counts are kept."""

from __future__ import annotations

import random
import secrets

from anpei import bank, grading
from anpei.bank import ItemVersion
from anpei.errors import NotFound
from anpei.exercises import runs
from anpei.server.core.pictures import versioned_spec
from anpei.server.core.requests import Flag
from anpei.server.courses.practice_api import PracticeRequest, card_json
from anpei.server.kiosk.api import KioskHandler, open_quiz_offer, today

__all__ = ["HANDLERS"]


class QuizAnswerRequest(PracticeRequest):
    """An answer; ``last``: the round ends with it."""

    limit = 4096
    last: Flag = False


class QuizRoundHandler(KioskHandler):
    """``POST api/kiosk/quiz``: a round of questions, drawn by chance, without keys."""

    async def post(self) -> None:
        rules, day = self.site.settings.kiosk, today(self)
        if open_quiz_offer(self) is None:
            raise NotFound("这里没有安全问答。", code="no_quiz", way_out="请联系培训师。")
        chance = random.Random(secrets.token_bytes(16))  # noqa: S311 - which questions come is no secret
        drawn = runs.open_quiz.draw(self.bank().items.values(), rules.quiz_topics, rules.quiz_items, chance)
        await self.db.awrite(lambda session: runs.open_quiz.note_start(session, day))
        topics = self.bank().topics
        items = [_question(item, topics) for item in drawn]
        self.answer({"items": versioned_spec(self.context.content().shelves, items)})


class QuizAnswerHandler(KioskHandler):
    """``POST api/kiosk/quiz/<item> {value, last}``: right or wrong, why, and the law behind it."""

    async def post(self, item: str) -> None:
        version, sent, day = self.version(item), self.body(QuizAnswerRequest), today(self)
        public, order = version.public, bank.practice_order(version)
        value = bank.check_value(public.kind, len(public.choices), sent.value)
        verdict = grading.score(version, order, value).verdict
        right, last = verdict == "right", sent.last
        await self.db.awrite(lambda session: runs.open_quiz.note_answer(session, day, right=right, last=last))
        self.answer(
            {
                "right": right,
                "right_value": grading.right_value(version, order),
                "explanation": version.secret.explained,
                "cards": [card_json(card) for card in self.registry().cards(version.secret.cites, self.today())],
            }
        )

    def version(self, item: str) -> ItemVersion:
        """A question that may be asked in public; any other isn't even admitted to exist."""
        version = self.bank().items.get(item)
        if version is None or not runs.open_quiz.may_ask(version, self.site.settings.kiosk.quiz_topics):
            raise NotFound("没有这道题。", way_out="请重新开始一轮。")
        return version


def _question(version: ItemVersion, topics: dict[str, str]) -> dict[str, object]:
    spec = version.public.spec(bank.practice_order(version), version.points)
    return {"item": version.item_id, "topic": topics.get(version.topic, ""), "spec": spec}


HANDLERS = [
    (r"api/kiosk/quiz", QuizRoundHandler),
    (r"api/kiosk/quiz/([a-z0-9-]{1,64})", QuizAnswerHandler),
]
