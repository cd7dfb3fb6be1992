"""Dates that move: lists of days without work, occurrences that keep their name, steps told again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEFORE = ("reply", "receipt", "reminder", "report")


def upgrade() -> None:
    op.create_table(
        "calendar_lists",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_lists")),
        sa.UniqueConstraint("place", "year", name=op.f("uq_calendar_lists_place_year")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["calendar_lists.id"], name=op.f("fk_calendar_days_list_id_calendar_lists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
        sa.UniqueConstraint("list_id", "day", name=op.f("uq_calendar_days_list_id_day")),
    )
    op.create_table(
        "date_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("literal_before", sa.Date(), nullable=False),
        sa.Column("extended_before", sa.Date(), nullable=False),
        sa.Column("literal", sa.Date(), nullable=False),
        sa.Column("extended", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_date_moves_obligation_id_obligations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_moves")),
    )
    op.create_index(op.f("ix_date_moves_obligation_id"), "date_moves", ["obligation_id"])
    untold = sa.text("told_at IS NULL")
    op.create_index(
        "ix_date_moves_untold", "date_moves", ["id"], sqlite_where=untold, postgresql_where=untold
    )
    # Counted by no calendar that is known: the service counts every open date anew.
    with op.batch_alter_table("instruments") as table:
        table.add_column(sa.Column("counted_by", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("instruments") as table:
        table.alter_column("counted_by", server_default=None)
    # What is there keeps its literal day as its name, until rede gives it the lasting one.
    _rename("period", "occurrence")
    _aim_lines()
    _let_notices_be((*BEFORE, "moved"))


def _rename(old: str, new: str) -> None:
    with op.batch_alter_table("obligations") as table:
        table.drop_constraint(op.f(f"uq_obligations_goal_id_institution_id_{old}"), type_="unique")
        table.alter_column(old, new_column_name=new)
    with op.batch_alter_table("obligations") as table:
        table.create_unique_constraint(
            op.f(f"uq_obligations_goal_id_institution_id_{new}"), ["goal_id", "institution_id", new]
        )


def _aim_lines() -> None:
    with op.batch_alter_table("notice_lines") as table:
        table.add_column(sa.Column("aim", sa.Date(), nullable=True))
    op.execute(
        "UPDATE notice_lines SET aim = (SELECT CASE WHEN notice_lines.step LIKE 'D+%' THEN o.extended"
        " ELSE o.literal END FROM obligations o WHERE o.id = notice_lines.obligation_id)"
    )
    with op.batch_alter_table("notice_lines") as table:
        table.alter_column("aim", nullable=False)
        table.drop_constraint(op.f("uq_notice_lines_obligation_id_step_person_id"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_notice_lines_obligation_id_step_aim_person_id"),
            ["obligation_id", "step", "aim", "person_id"],
        )


def _let_notices_be(kinds: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("notices") as table:
        table.drop_constraint(op.f("ck_notices_kind"), type_="check")
        table.create_check_constraint(op.f("ck_notices_kind"), f"kind IN ({allowed})")


def downgrade() -> None:
    op.execute("DELETE FROM notice_lines WHERE step LIKE 'moved:%'")
    op.execute(
        "DELETE FROM notice_lines WHERE id NOT IN"
        " (SELECT min(id) FROM notice_lines GROUP BY obligation_id, step, person_id)"
    )
    op.execute("UPDATE notices SET kind = 'report' WHERE kind = 'moved'")
    _let_notices_be(BEFORE)
    with op.batch_alter_table("notice_lines") as table:
        table.drop_constraint(op.f("uq_notice_lines_obligation_id_step_aim_person_id"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_notice_lines_obligation_id_step_person_id"), ["obligation_id", "step", "person_id"]
        )
        table.drop_column("aim")
    op.execute("UPDATE obligations SET occurrence = COALESCE(CAST(literal AS TEXT), '')")
    _rename("occurrence", "period")
    with op.batch_alter_table("instruments") as table:
        table.drop_column("counted_by")
    op.drop_table("date_moves")
    op.drop_table("calendar_days")
    op.drop_table("calendar_lists")
