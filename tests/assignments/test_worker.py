"""The resident grader: what is handed in is graded within moments, exactly once, also when the grader is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from anpei import assignments, attempts, clock, records, tasks
from anpei.assignments import jobs, worker
from anpei.assignments.tables import GradingJob
from anpei.server.processes import child
from tests.assignments.conftest import Course
from tests.helpers.exam import NOW
from tests.helpers.processes import wait_for

DAY = 86_400_000


def states(course: Course) -> dict[tuple[int, str], str]:
    with course.desk.db.read() as session:
        return {(job.attempt_id, job.kind): job.state for job in session.query(GradingJob)}


def start(course: Course, *program: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(list(program) or child.command("worker", course.site), stderr=subprocess.DEVNULL)


def waits_for_a_lock(process: subprocess.Popen[bytes]) -> bool:
    """Whether the kernel lists it among those that wait for a lock on a file."""
    lines = Path("/proc/locks").read_text().splitlines()
    return any({"->", str(process.pid)} <= set(line.split()) for line in lines)


def end(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> int:
    process.send_signal(number)
    return process.wait(60)


def test_a_round_grades_whatever_was_handed_in(course: Course) -> None:
    attempt = course.sit()
    assert course.work(NOW) == 2, "asked for, and done"
    assert states(course) == {(attempt, "grade"): "done"}
    assert course.autos()["q01"] == 5
    assert course.work(NOW) == 0


def test_an_attempt_that_ran_out_of_time_is_graded_too(course: Course) -> None:
    attempt = course.exam.start("E1").id
    course.exam.put(attempt, "q06", True)
    course.desk.db.write(lambda s: attempts.hand_in_timed_out(s, attempt, NOW + DAY)).result()
    course.work(NOW + DAY)
    assert course.autos()["q06"] in (0, 2) and course.autos()["q01"] == 0


def test_marks_come_back_in_the_same_round(course: Course) -> None:
    attempt = course.sit()
    course.work(NOW)
    course.mark(9)
    assert course.work(NOW) == 2, "the mark, and how far the log was read"
    with course.desk.db.read() as session:
        assert [event.to_points for event in records.mark_events(session, attempt) if event.why == "manual"] == [9]


def test_publishing_writes_nbgraders_feedback(course: Course) -> None:
    attempt = course.sit()
    course.work(NOW)
    course.mark(9)
    course.work(NOW)
    course.desk.db.write(lambda s: assignments.publish(s, "quiz", NOW, "T1")).result()
    course.work(NOW)
    assert states(course)[attempt, "feedback"] == "done"
    assert "得分：9.0" in (course.desk.course.feedback("E1", "quiz") / "quiz.html").read_text(encoding="utf-8")


def test_a_job_that_fails_is_tried_again_later_and_holds_up_nobody(course: Course) -> None:
    released = course.desk.course.released("quiz")
    content = released.read_bytes()
    released.write_text("{")
    attempt = course.sit("E1")
    course.work(NOW)
    with course.desk.db.read() as session:
        (failure,) = tasks.failures(session)
    assert (failure.task, failure.row, failure.tries) == ("grading", str(attempt), 1)
    released.write_bytes(content)
    course.sit("E2")
    course.work(NOW)
    assert course.autos("E2")["q01"] == 5
    assert course.autos("E1") == {}, "its next try is some seconds away"
    course.work(NOW + DAY)
    assert course.autos("E1")["q01"] == 5 and states(course)[attempt, "grade"] == "done"
    with course.desk.db.read() as session:
        assert tasks.failures(session) == []


def test_a_paper_nobody_built_is_built_when_answers_arrive(course: Course) -> None:
    shutil.rmtree(course.site.nbgrader / "source")
    shutil.rmtree(course.site.nbgrader / "release")
    course.sit()
    course.work(NOW)
    assert course.autos()["q01"] == 5


def test_a_job_asked_for_again_while_it_runs_is_done_again(course: Course) -> None:
    attempt = course.sit()
    course.desk.db.write(lambda s: jobs.request(s, attempt, NOW)).result()
    course.desk.db.write(lambda s: jobs.request(s, attempt, NOW + 1)).result()
    course.desk.db.write(lambda s: jobs.finish(s, attempt, "grade", NOW, NOW + 2)).result()
    assert states(course) == {(attempt, "grade"): "queued"}


@pytest.mark.parametrize("where", ["submit.replace_folder", "submit.save_sheet", "submit.write_sheet"])
def test_killed_in_the_middle_of_a_job_there_is_one_result(course: Course, where: str) -> None:
    module, name = where.split(".")
    murder = (
        f"import os, signal; from anpei.assignments import {module} as m\n"
        f"m.{name} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"from anpei.server.processes import child\n"
        f"child.main('worker', {str(course.site.root)!r})"
    )
    course.sit()
    assert start(course, sys.executable, "-c", murder).wait(60) == -signal.SIGKILL
    course.work(clock.now())
    assert course.query("SELECT COUNT(*) FROM submitted_assignment") == [(1,)]
    assert len(course.grades()) == 9 and course.autos()["q01"] == 5
    assert sorted(path.name for path in course.submitted().parent.iterdir()) == ["quiz"]


def test_the_process_grades_until_it_is_told_to_stop_and_after_a_kill_again(course: Course) -> None:
    first = start(course)
    course.sit("E1")
    wait_for(lambda: "q01" in course.autos("E1"))
    assert end(first, signal.SIGKILL) == -signal.SIGKILL
    course.sit("E2")
    second = start(course)
    wait_for(lambda: "q01" in course.autos("E2"))
    assert end(second) == 0


def test_only_one_worker_works(course: Course) -> None:
    lock = course.site.var / "run" / "grading.lock"
    with worker._alone(lock):
        waiting = start(course)
        course.sit()
        wait_for(lambda: waits_for_a_lock(waiting))
        assert course.autos() == {}
    wait_for(lambda: course.autos())
    assert end(waiting) == 0


def test_the_best_or_still_undecided_attempt_is_the_submission(course: Course) -> None:
    first = course.sit(c01="第一次的答案")
    course.work(NOW)
    course.mark(10)
    course.work(NOW)
    course.desk.db.write(lambda s: assignments.publish(s, "quiz", NOW, "T1")).result()
    course.sit(wrong=8, now=NOW + 2 * DAY)
    course.work(NOW + 2 * DAY)
    assert f'"attempt": {first}' in (course.submitted() / "responses.json").read_text(encoding="utf-8")
    assert course.grades()["c01"].manual == 10
    assert Path(course.submitted() / "timestamp.txt").read_text().endswith(" UTC")
    assert os.listdir(course.submitted()) and len(os.listdir(course.submitted())) == 4
