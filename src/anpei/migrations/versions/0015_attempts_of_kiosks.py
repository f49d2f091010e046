"""Attempts begun from a kiosk's cookie alone, by nobody, are marked as such and count nowhere; no answer is deleted."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE attempt SET kind = 'kiosk' WHERE staff_no LIKE 'kiosk:%'")
    op.execute("UPDATE attempt_result SET kind = 'kiosk' WHERE staff_no LIKE 'kiosk:%'")
    op.execute("DELETE FROM grading_job WHERE attempt_id IN (SELECT id FROM attempt WHERE kind = 'kiosk')")


def downgrade() -> None:
    op.execute("UPDATE attempt SET kind = 'exam' WHERE kind = 'kiosk'")
    op.execute("UPDATE attempt_result SET kind = 'exam' WHERE kind = 'kiosk'")
