"""What members of a team see of one another: presence, roles and what is done, never whose mistake something was."""

from __future__ import annotations

from typing import Any

from anpei.exercises.runs import player_view
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.plays import Play


def two(script: CompiledScenario) -> Play:
    """One leads and puts the fire out, the other does the rest."""
    play = Play(script)
    mine = {"command", "fire"}
    play.join("E1001", *mine)
    play.join("E1002", *(role for role in script.roles if role not in mine))
    return play.start()


def seen(play: Play, person: str = "E1001") -> dict[str, Any]:
    return player_view(play.script, play.state, person, play.at, lambda _: None)


def test_one_person_alone_is_no_team(script: CompiledScenario) -> None:
    view = seen(Play(script).start())
    assert view["solo"] and view["team"] is None and view["last_one"]


def test_the_waiting_room_tells_which_roles_are_missing(script: CompiledScenario) -> None:
    play = Play(script)
    play.join("E1001", "command")
    team = seen(play)["team"]
    assert [member["you"] for member in team["members"]] == [True]
    assert team["missing"] == [role.title for role in script.scenario.roles if role.id != "command"]


def test_members_stand_in_the_order_of_their_roles(script: CompiledScenario) -> None:
    play = two(script)
    assert [member["roles"][0] for member in seen(play, "E1002")["team"]["members"]] == ["指挥", "疏散引导"]
    assert seen(play, "E1002")["you"]["duties"][0]["duty"]


def test_a_teammate_s_question_is_seen_as_deciding_and_no_more(script: CompiledScenario) -> None:
    play = two(script)
    node = play.until_asked()
    player = play.state.nodes[node].player
    other = next(member.person for member in play.state.members if member.person != player)
    view = seen(play, other)
    assert view["node"] is None
    assert sorted(member["state"] for member in view["team"]["members"]) == ["deciding", "ready"]
    assert not view["last_one"]
    assert script.nodes[node].question not in str(view)


def test_the_team_board_shows_what_is_done_and_nothing_that_went_wrong(script: CompiledScenario) -> None:
    best, worst = two(script), two(script)
    for _ in range(4):
        best.choose(script.nodes[best.until_asked()].best.id)
        worst.choose(min(script.nodes[worst.until_asked()].options, key=lambda option: option.score).id)
    done = seen(best)["team"]["achieved"]
    assert done and [line["at"] for line in done] == sorted(line["at"] for line in done)
    assert seen(best, "E1002")["team"]["achieved"] == done
    assert seen(worst)["team"]["achieved"] == []


def test_a_teammate_s_mistake_is_a_lesson_without_its_maker(script: CompiledScenario) -> None:
    play = two(script).best()
    debrief = seen(play, "E1002")["debrief"]
    theirs = [step for step in debrief["steps"] if not step["mine"]]
    mine = [step for step in debrief["steps"] if step["mine"]]
    assert theirs and all("chosen" not in step and "verdict" not in step and step["why"] for step in theirs)
    assert debrief["mine"] == {"asked": len(mine), "right": len(mine)}
    assert debrief["asked"] == len(mine) + len(theirs)
