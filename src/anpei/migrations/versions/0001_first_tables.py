"""The first tables of every room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("paper_sha", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=True),
        sa.Column("handed_in", sa.BigInteger(), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("staff_no", "paper", "kind", "number", name=op.f("uq_attempt_staff_no_paper_kind_number")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_due", ["handed_in", "deadline"], unique=False)
        batch_op.create_index(
            "ix_attempt_open",
            ["staff_no", "paper", "kind"],
            unique=True,
            sqlite_where=sa.text("handed_in IS NULL"),
            postgresql_where=sa.text("handed_in IS NULL"),
        )
        batch_op.create_index("ix_attempt_paper", ["paper", "staff_no"], unique=False)

    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("name", name=op.f("uq_department_name")),
    )
    op.create_table(
        "device",
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("site_area", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("enrolled", sa.BigInteger(), nullable=False),
        sa.Column("revoked", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_table(
        "drill_result",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("drill", sa.String(length=128), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=True),
        sa.Column("finished", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("max_score", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", "staff_no", name=op.f("pk_drill_result")),
    )
    with op.batch_alter_table("drill_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drill_result_drill"), ["drill"], unique=False)
        batch_op.create_index(batch_op.f("ix_drill_result_staff_no"), ["staff_no"], unique=False)

    op.create_table(
        "drill_run",
        sa.Column("run_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scenario_id", sa.String(length=128), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("scenario", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_drill_run")),
    )
    with op.batch_alter_table("drill_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drill_run_scenario_id"), ["scenario_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_drill_run_status"), ["status"], unique=False)

    op.create_table(
        "enrol_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("site_area", sa.String(length=64), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_enrol_link")),
    )
    op.create_table(
        "gradebook_cursor",
        sa.Column("cursor_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cursor_id", name=op.f("pk_gradebook_cursor")),
    )
    op.create_table(
        "grading_job",
        sa.Column("job_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("finished", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_grading_job")),
        sa.UniqueConstraint("attempt_id", "kind", name=op.f("uq_grading_job_attempt_id_kind")),
    )
    with op.batch_alter_table("grading_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grading_job_state"), ["state"], unique=False)

    op.create_table(
        "item_version",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sha", name=op.f("pk_item_version")),
    )
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_version_item_id"), ["item_id"], unique=False)

    op.create_table(
        "kiosk_seat",
        sa.Column("device_id", sa.String(length=64), nullable=False),
        sa.Column("staff_no", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_kiosk_seat")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("audience_kind", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("cancelled", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_by", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_audience_kind_audience"), ["audience_kind", "audience"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_kind_target"), ["kind", "target"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("name", name=op.f("uq_post_name")),
    )
    op.create_table(
        "progress_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("chapter", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_event")),
        sa.UniqueConstraint("staff_no", "uuid", name=op.f("uq_progress_event_staff_no_uuid")),
    )
    with op.batch_alter_table("progress_event", schema=None) as batch_op:
        batch_op.create_index("ix_progress_event_course", ["course", "staff_no"], unique=False)

    op.create_table(
        "signin_address",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_signin_address")),
    )
    with op.batch_alter_table("signin_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signin_address_started"), ["started"], unique=False)

    op.create_table(
        "signin_failure",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "staff_no", name=op.f("pk_signin_failure")),
    )
    with op.batch_alter_table("signin_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signin_failure_last"), ["last"], unique=False)

    op.create_table(
        "answer_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_answer_event_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_event")),
        sa.UniqueConstraint("attempt_id", "uuid", name=op.f("uq_answer_event_attempt_id_uuid")),
    )
    with op.batch_alter_table("answer_event", schema=None) as batch_op:
        batch_op.create_index("ix_answer_event_slot", ["attempt_id", "slot"], unique=False)

    op.create_table(
        "attempt_result",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("handed_in", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("max_score", sa.Double(), nullable=False),
        sa.Column("percent", sa.Double(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("decided", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_result_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_attempt_result")),
    )
    with op.batch_alter_table("attempt_result", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_result_paper", ["paper", "staff_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_result_staff_no"), ["staff_no"], unique=False)

    op.create_table(
        "attempt_slot",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("display_order", sa.JSON(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("flag", sa.Boolean(), nullable=False),
        sa.Column("saved", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_slot_attempt_id")),
        sa.ForeignKeyConstraint(["sha"], ["item_version.sha"], name=op.f("fk_attempt_slot_sha")),
        sa.PrimaryKeyConstraint("attempt_id", "slot", name=op.f("pk_attempt_slot")),
    )
    op.create_table(
        "drill_event",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("run_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["drill_run.run_id"], name=op.f("fk_drill_event_run_id")),
        sa.PrimaryKeyConstraint("run_id", "run_seq", name=op.f("pk_drill_event")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_drill_event_run_id_key")),
    )
    op.create_table(
        "mark_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("from_points", sa.Double(), nullable=True),
        sa.Column("to_points", sa.Double(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_mark_event_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_event")),
    )
    with op.batch_alter_table("mark_event", schema=None) as batch_op:
        batch_op.create_index("ix_mark_event_attempt", ["attempt_id", "slot"], unique=False)

    op.create_table(
        "person",
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("roles", sa.String(length=64), nullable=False),
        sa.Column("hired", sa.String(length=10), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=256), nullable=True),
        sa.Column("pin_hash", sa.String(length=256), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_person_department_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_person_post_id")),
        sa.PrimaryKeyConstraint("staff_no", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_post_id"), ["post_id"], unique=False)

    op.create_table(
        "slot_mark",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("max_points", sa.Double(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("pending_points", sa.Double(), nullable=True),
        sa.Column("pending_comment", sa.Text(), nullable=False),
        sa.Column("pending_marker", sa.String(length=64), nullable=False),
        sa.Column("pending_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_slot_mark_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "slot", name=op.f("pk_slot_mark")),
    )
    with op.batch_alter_table("slot_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_mark_pending"), ["pending"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("slot_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_mark_pending"))

    op.drop_table("slot_mark")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_post_id"))
        batch_op.drop_index(batch_op.f("ix_person_department_id"))

    op.drop_table("person")
    with op.batch_alter_table("mark_event", schema=None) as batch_op:
        batch_op.drop_index("ix_mark_event_attempt")

    op.drop_table("mark_event")
    op.drop_table("drill_event")
    op.drop_table("attempt_slot")
    with op.batch_alter_table("attempt_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_result_staff_no"))
        batch_op.drop_index("ix_attempt_result_paper")

    op.drop_table("attempt_result")
    with op.batch_alter_table("answer_event", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_event_slot")

    op.drop_table("answer_event")
    with op.batch_alter_table("signin_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signin_failure_last"))

    op.drop_table("signin_failure")
    with op.batch_alter_table("signin_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signin_address_started"))

    op.drop_table("signin_address")
    with op.batch_alter_table("progress_event", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_event_course")

    op.drop_table("progress_event")
    op.drop_table("post")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_kind_target"))
        batch_op.drop_index(batch_op.f("ix_plan_audience_kind_audience"))

    op.drop_table("plan")
    op.drop_table("kiosk_seat")
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_version_item_id"))

    op.drop_table("item_version")
    with op.batch_alter_table("grading_job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grading_job_state"))

    op.drop_table("grading_job")
    op.drop_table("gradebook_cursor")
    op.drop_table("enrol_link")
    with op.batch_alter_table("drill_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drill_run_status"))
        batch_op.drop_index(batch_op.f("ix_drill_run_scenario_id"))

    op.drop_table("drill_run")
    with op.batch_alter_table("drill_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drill_result_staff_no"))
        batch_op.drop_index(batch_op.f("ix_drill_result_drill"))

    op.drop_table("drill_result")
    op.drop_table("device")
    op.drop_table("department")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_paper")
        batch_op.drop_index(
            "ix_attempt_open", sqlite_where=sa.text("handed_in IS NULL"), postgresql_where=sa.text("handed_in IS NULL")
        )
        batch_op.drop_index("ix_attempt_due")

    op.drop_table("attempt")
