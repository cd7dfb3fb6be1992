"""Plans that change: decided readings, amendments, happenings, dispensations, snoozes, and history."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GOAL_KINDS = ("plan", "check_in", "term_end")
NOTICES = ("reply", "receipt", "reminder", "report", "moved")
NEW_NOTICES = ("welcome", "weekly")
STATES = ("open", "fulfilled", "history")
NEW_STATES = ("dispensed", "withdrawn")


def upgrade() -> None:
    _make_readings()
    _make_happenings()
    _make_snoozes()
    with op.batch_alter_table("deliverables") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
    _check("deliverables", "state", ("submitted", "history"))
    with op.batch_alter_table("goals") as table:
        table.add_column(sa.Column("kind", sa.String(24), nullable=False, server_default="plan"))
        table.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        table.create_index(op.f("ix_goals_decision_id"), ["decision_id"])
        table.create_foreign_key(
            op.f("fk_goals_decision_id_reading_decisions"), "reading_decisions", ["decision_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_goals_kind"), _one_of("kind", GOAL_KINDS))
    _forget_default("goals", "kind")
    with op.batch_alter_table("instruments") as table:
        table.add_column(sa.Column("go_live", sa.Date(), nullable=True))
        table.create_index(op.f("ix_instruments_counted_by"), ["counted_by"])
    with op.batch_alter_table("obligations") as table:
        table.add_column(sa.Column("closed_why", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("internal", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("happening_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_obligations_happening_id_happenings"), "happenings", ["happening_id"], ["id"]
        )
    _forget_default("obligations", "closed_why", "internal")
    _check("obligations", "state", (*STATES, *NEW_STATES))
    with op.batch_alter_table("plans") as table:
        table.add_column(sa.Column("in_force_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("amendment", sa.String(), nullable=False, server_default=""))
    _forget_default("plans", "amendment")
    _check("notices", "kind", (*NOTICES, *NEW_NOTICES))
    op.create_index("ix_notices_person_id_created_at", "notices", ["person_id", "created_at"])


def _make_readings() -> None:
    op.create_table(
        "reading_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reading", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("sei", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reading_decisions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_decisions")),
    )
    in_force = sa.text("replaced_at IS NULL")
    op.create_index(
        "uq_reading_decisions_phrase",
        "reading_decisions",
        ["phrase"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def _make_happenings() -> None:
    op.create_table(
        "happenings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=True),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instruments.id"], name=op.f("fk_happenings_instrument_id_instruments")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_happenings_noted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happenings")),
    )
    op.create_index(op.f("ix_happenings_instrument_id"), "happenings", ["instrument_id"])


def _make_snoozes() -> None:
    op.create_table(
        "snoozes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_snoozes_obligation_id_obligations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_snoozes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snoozes")),
        sa.UniqueConstraint("person_id", "obligation_id", name=op.f("uq_snoozes_person_id_obligation_id")),
    )


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _check(table_name: str, column: str, values: tuple[str, ...]) -> None:
    with op.batch_alter_table(table_name) as table:
        table.drop_constraint(op.f(f"ck_{table_name}_{column}"), type_="check")
        table.create_check_constraint(op.f(f"ck_{table_name}_{column}"), _one_of(column, values))


def _forget_default(table_name: str, *columns: str) -> None:
    with op.batch_alter_table(table_name) as table:
        for column in columns:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    op.drop_index("ix_notices_person_id_created_at", "notices")
    op.drop_table("snoozes")
    # What version 0002 has no goal for.
    op.execute(
        "CREATE TEMPORARY TABLE going AS"
        " SELECT o.id FROM obligations o JOIN goals g ON g.id = o.goal_id WHERE g.kind <> 'plan'"
    )
    op.execute("DELETE FROM notice_lines WHERE obligation_id IN (SELECT id FROM going)")
    op.execute("DELETE FROM date_moves WHERE obligation_id IN (SELECT id FROM going)")
    op.execute("DELETE FROM deliverables WHERE obligation_id IN (SELECT id FROM going)")
    op.execute("DELETE FROM deliverables WHERE person_id IS NULL")
    op.execute("DELETE FROM obligations WHERE id IN (SELECT id FROM going)")
    op.execute("DROP TABLE going")
    op.execute("DELETE FROM goals WHERE kind <> 'plan'")
    op.execute("UPDATE obligations SET state = 'fulfilled' WHERE state IN ('dispensed', 'withdrawn')")
    op.execute("UPDATE notices SET kind = 'report' WHERE kind IN ('welcome', 'weekly')")
    op.execute("UPDATE deliverables SET state = 'submitted'")
    _check("notices", "kind", NOTICES)
    _check("obligations", "state", STATES)
    _check("deliverables", "state", ("submitted",))
    with op.batch_alter_table("plans") as table:
        table.drop_column("amendment")
        table.drop_column("in_force_from")
    with op.batch_alter_table("obligations") as table:
        table.drop_constraint(op.f("fk_obligations_happening_id_happenings"), type_="foreignkey")
        table.drop_column("happening_id")
        table.drop_column("internal")
        table.drop_column("closed_why")
    with op.batch_alter_table("instruments") as table:
        table.drop_index(op.f("ix_instruments_counted_by"))
        table.drop_column("go_live")
    with op.batch_alter_table("goals") as table:
        table.drop_constraint(op.f("ck_goals_kind"), type_="check")
        table.drop_constraint(op.f("fk_goals_decision_id_reading_decisions"), type_="foreignkey")
        table.drop_index(op.f("ix_goals_decision_id"))
        table.drop_column("decision_id")
        table.drop_column("kind")
    with op.batch_alter_table("deliverables") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("happenings")
    op.drop_table("reading_decisions")
