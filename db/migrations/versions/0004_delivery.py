"""Delivery: attempts, announcements, preferences, outages told of, and what ended long ago."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOTICES = ("reply", "receipt", "reminder", "report", "moved", "welcome", "weekly")
NEW_NOTICES = ("announcement", "contact_lost", "outage")
LOST = "state = 'open' AND occurrence LIKE 'lost:%'"
CHANNELS = ("telegram", "email")
STATES = ("standby", "pending", "sending", "sent", "failed", "unknown", "cancelled")


def upgrade() -> None:
    _make_announcements()
    _make_records()
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("wording_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("fills", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("calendar", sa.String(), nullable=False, server_default=""))
        table.create_foreign_key(
            op.f("fk_deliveries_wording_id_wordings"), "wordings", ["wording_id"], ["id"]
        )
    _forget_default("deliveries", "fills", "calendar")
    with op.batch_alter_table("notices") as table:
        table.add_column(sa.Column("announcement_id", sa.Integer(), nullable=True))
        table.create_index(op.f("ix_notices_announcement_id"), ["announcement_id"])
        table.create_foreign_key(
            op.f("fk_notices_announcement_id_announcements"), "announcements", ["announcement_id"], ["id"]
        )
    _check("notices", "kind", (*NOTICES, *NEW_NOTICES))
    with op.batch_alter_table("channels") as table:
        table.add_column(sa.Column("soft_bounces", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("followed_up_at", sa.DateTime(timezone=True), nullable=True))
    _forget_default("channels", "soft_bounces")
    with op.batch_alter_table("outages") as table:
        for name in ("diverted_at", "told_at", "end_told_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("obligations") as table:
        table.create_index("ix_obligations_lost", ["id"], **_only(LOST))
    # What closed or stood still before this version is nobody's news.
    op.execute("UPDATE channels SET followed_up_at = closed_at")
    op.execute("UPDATE outages SET told_at = began_at, end_told_at = ended_at WHERE ended_at IS NOT NULL")


def _make_announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("urgent", sa.String(), nullable=False),
        sa.Column("filled_through", sa.Integer(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.id"], name=op.f("fk_announcements_created_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_table(
        "announcement_recipients",
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_announcement_recipients_announcement_id_announcements"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_announcement_recipients_person_id_people")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announcement_recipients")),
    )
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.CheckConstraint(_one_of("channel", CHANNELS), name=op.f("ck_wordings_channel")),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_wordings_announcement_id_announcements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
    )
    op.create_index(op.f("ix_wordings_announcement_id"), "wordings", ["announcement_id"])


def _make_records() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name=op.f("fk_attempts_delivery_id_deliveries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_delivery_id"), "attempts", ["delivery_id"])
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channels", sa.String(24), nullable=False),
        sa.Column("announcements", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            _one_of("channels", ("telegram", "email", "both")), name=op.f("ck_preferences_channels")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_preferences_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "couriers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_one_of("channel", CHANNELS), name=op.f("ck_couriers_channel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_couriers")),
        sa.UniqueConstraint("channel", "holder", name=op.f("uq_couriers_channel_holder")),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.create_table(
        "archived_deliveries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("resent", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("history", sa.String(), nullable=False),
        sa.CheckConstraint(_one_of("channel", CHANNELS), name=op.f("ck_archived_deliveries_channel")),
        sa.CheckConstraint(_one_of("state", STATES), name=op.f("ck_archived_deliveries_state")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_archived_deliveries_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archived_deliveries")),
    )
    op.create_index(op.f("ix_archived_deliveries_notice_id"), "archived_deliveries", ["notice_id"])


def _only(rows: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(rows), "postgresql_where": sa.text(rows)}


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
    with op.batch_alter_table("obligations") as table:
        table.drop_index("ix_obligations_lost", **_only(LOST))
    with op.batch_alter_table("outages") as table:
        for name in ("end_told_at", "told_at", "diverted_at"):
            table.drop_column(name)
    with op.batch_alter_table("channels") as table:
        table.drop_column("followed_up_at")
        table.drop_column("soft_bounces")
    # What version 0003 has no words for is neither sent nor told of.
    op.execute("DELETE FROM attempts")
    op.execute("DELETE FROM deliveries WHERE wording_id IS NOT NULL")
    op.execute("UPDATE notices SET kind = 'report' WHERE kind IN ('announcement', 'contact_lost', 'outage')")
    # Announcements are numbered from 1 again when this version comes back: nobody has heard of those.
    op.execute("UPDATE notices SET key = NULL WHERE key LIKE 'announcement%'")
    _check("notices", "kind", NOTICES)
    with op.batch_alter_table("notices") as table:
        table.drop_constraint(op.f("fk_notices_announcement_id_announcements"), type_="foreignkey")
        table.drop_index(op.f("ix_notices_announcement_id"))
        table.drop_column("announcement_id")
    with op.batch_alter_table("deliveries") as table:
        table.drop_constraint(op.f("fk_deliveries_wording_id_wordings"), type_="foreignkey")
        table.drop_column("calendar")
        table.drop_column("fills")
        table.drop_column("wording_id")
    for name in ("archived_deliveries", "marks", "couriers", "preferences", "attempts"):
        op.drop_table(name)
    for name in ("wordings", "announcement_recipients", "announcements"):
        op.drop_table(name)
