"""Conversation: people and their invites, reports in versions, reviews, termos, and files that go with messages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOTICES = (
    "reply",
    "receipt",
    "reminder",
    "report",
    "moved",
    "welcome",
    "weekly",
    "announcement",
    "contact_lost",
    "outage",
)
NEW_NOTICES = ("invite", "code", "review", "task", "alarm")
OBLIGATIONS = ("open", "fulfilled", "history", "dispensed", "withdrawn")
REPORTS = ("submitted", "history")
NEW_REPORTS = ("recorded", "accepted", "returned", "cancelled", "self_declared")
WITH_A_FILE = "enclosure_id IS NOT NULL"
#: Each report as it stands is its first version.
FIRST_VERSIONS = """
INSERT INTO report_versions
  (deliverable_id, version, sent_at, person_id, description, hours, evidence, decision, reason)
SELECT id, 1, received_at, person_id, description, hours, '', '', '' FROM deliverables
"""


def upgrade() -> None:
    _make_lists()
    _make_what_is_informed()
    _make_reports()
    _add_columns()
    _forget_default("deliverables", "version", "evidence", "says_nothing", "late", "means", "sei", "reason")
    _forget_default("deliverables", "sampled", "awaits_cpf", "contested_why")
    _forget_default("institutions", "reviews_second_layer")
    _forget_default("obligations", "closed_sei")
    _forget_default("people", "cpf_hash")
    _check("notices", "kind", (*NOTICES, *NEW_NOTICES))
    _check("obligations", "state", (*OBLIGATIONS, "no_event"))
    _check("deliverables", "state", (*REPORTS, *NEW_REPORTS))
    op.execute(FIRST_VERSIONS)


def _make_lists() -> None:

    op.create_table(
        "elos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elos")),
        sa.UniqueConstraint("name", name=op.f("uq_elos_name")),
    )
    op.create_table(
        "enclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enclosures")),
    )
    op.create_table(
        "guesses",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_guesses")),
    )
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_chats_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_chats")),
    )
    op.create_table(
        "data_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.CheckConstraint(_one_of("kind", ("correction", "erasure")), name=op.f("ck_data_requests_kind")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_data_requests_answered_by_people")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_data_requests_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    with op.batch_alter_table("data_requests") as table:
        table.create_index(op.f("ix_data_requests_person_id"), ["person_id"])

    op.create_table(
        "multipliers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("path_done_on", sa.Date(), nullable=True),
        sa.Column("term_signed_on", sa.Date(), nullable=True),
        sa.Column("course_done_on", sa.Date(), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_multipliers_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_multipliers_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_multipliers")),
        sa.UniqueConstraint(
            "person_id", "institution_id", name=op.f("uq_multipliers_person_id_institution_id")
        ),
    )
    with op.batch_alter_table("multipliers") as table:
        table.create_index(op.f("ix_multipliers_institution_id"), ["institution_id"])


def _make_what_is_informed() -> None:
    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invite_id", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invite_id"], ["invites.id"], name=op.f("fk_confirmations_invite_id_invites")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_confirmations_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
    )
    with op.batch_alter_table("confirmations") as table:
        table.create_index(op.f("ix_confirmations_chat_id"), ["chat_id"])

    op.create_table(
        "adhesions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cnpj", sa.String(), nullable=False),
        sa.Column("signed", sa.Date(), nullable=False),
        sa.Column("informed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("informed_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.CheckConstraint(
            _one_of("state", ("informed", "accepted", "refused")), name=op.f("ck_adhesions_state")
        ),
        sa.Column("happening_id", sa.Integer(), nullable=True),
        sa.Column("sei", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("uf", sa.String(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_adhesions_decided_by_people")),
        sa.ForeignKeyConstraint(
            ["happening_id"], ["happenings.id"], name=op.f("fk_adhesions_happening_id_happenings")
        ),
        sa.ForeignKeyConstraint(["informed_by"], ["people.id"], name=op.f("fk_adhesions_informed_by_people")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_adhesions_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instruments.id"], name=op.f("fk_adhesions_instrument_id_instruments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adhesions")),
        sa.UniqueConstraint(
            "instrument_id", "cnpj", "signed", name=op.f("uq_adhesions_instrument_id_cnpj_signed")
        ),
    )
    with op.batch_alter_table("adhesions") as table:
        table.create_index(op.f("ix_adhesions_state"), ["state"])


def _make_reports() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("album", sa.String(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["deliverables.id"], name=op.f("fk_attachments_deliverable_id_deliverables")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attachments_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments") as table:
        table.create_index(op.f("ix_attachments_chat_id"), ["chat_id"])
        table.create_index(op.f("ix_attachments_deliverable_id"), ["deliverable_id"])
        table.create_index(op.f("ix_attachments_sha256"), ["sha256"])

    op.create_table(
        "page_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("names_rede", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["deliverables.id"], name=op.f("fk_page_looks_deliverable_id_deliverables")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_page_looks_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_looks")),
    )
    with op.batch_alter_table("page_looks") as table:
        table.create_index(op.f("ix_page_looks_deliverable_id"), ["deliverable_id"])
        table.create_index(op.f("ix_page_looks_institution_id"), ["institution_id"])
        table.create_index(op.f("ix_page_looks_look_on"), ["look_on"])

    op.create_table(
        "panel_accesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("ask_on", sa.Date(), nullable=True),
        sa.Column("works", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["deliverable_id"],
            ["deliverables.id"],
            name=op.f("fk_panel_accesses_deliverable_id_deliverables"),
        ),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_panel_accesses_given_by_people")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_panel_accesses_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_accesses")),
        sa.UniqueConstraint("deliverable_id", name=op.f("uq_panel_accesses_deliverable_id")),
    )
    with op.batch_alter_table("panel_accesses") as table:
        table.create_index(op.f("ix_panel_accesses_ask_on"), ["ask_on"])
        table.create_index(op.f("ix_panel_accesses_institution_id"), ["institution_id"])

    op.create_table(
        "report_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due_again", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_report_versions_decided_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["deliverable_id"],
            ["deliverables.id"],
            name=op.f("fk_report_versions_deliverable_id_deliverables"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_report_versions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint(
            "deliverable_id", "version", name=op.f("uq_report_versions_deliverable_id_version")
        ),
    )


def _add_columns() -> None:
    with op.batch_alter_table("deliverables") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("evidence", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("says_nothing", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("registered_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("means", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("sei", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("decided_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("reason", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("due_again", sa.Date(), nullable=True))
        table.add_column(sa.Column("sampled", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("awaits_cpf", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("cpf_received_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("contested_why", sa.String(), nullable=False, server_default=""))
        table.create_index(op.f("ix_deliverables_institution_id"), ["institution_id"])
        table.create_index(op.f("ix_deliverables_state"), ["state"])
        table.create_foreign_key(
            op.f("fk_deliverables_registered_by_people"), "people", ["registered_by"], ["id"]
        )
        table.create_foreign_key(op.f("fk_deliverables_decided_by_people"), "people", ["decided_by"], ["id"])

    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("enclosure_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_deliveries_enclosure_id_enclosures"), "enclosures", ["enclosure_id"], ["id"]
        )
        table.create_index("ix_deliveries_enclosure_id", ["enclosure_id"], **_only(WITH_A_FILE))
    with op.batch_alter_table("notices") as table:
        table.create_index("ix_notices_kind", ["kind"])
    with op.batch_alter_table("audit") as table:
        table.create_index(op.f("ix_audit_object"), ["object"])
        table.create_index(op.f("ix_audit_person_id"), ["person_id"])

    with op.batch_alter_table("institutions") as table:
        table.add_column(
            sa.Column("reviews_second_layer", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("invites") as table:
        table.add_column(sa.Column("code_hash", sa.String(), nullable=True))
        table.add_column(sa.Column("created_by", sa.Integer(), nullable=True))
        table.create_unique_constraint(op.f("uq_invites_code_hash"), ["code_hash"])
        table.create_foreign_key(op.f("fk_invites_created_by_people"), "people", ["created_by"], ["id"])

    with op.batch_alter_table("obligations") as table:
        table.add_column(sa.Column("closed_sei", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("cpf", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("cpf_hash", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


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
    # What version 0004 has no words for is what it was before: handed in, or owed.
    op.execute(
        "UPDATE notices SET kind = 'report' WHERE kind IN ('invite', 'code', 'review', 'task', 'alarm')"
    )
    op.execute("UPDATE obligations SET state = 'withdrawn' WHERE state = 'no_event'")
    op.execute("UPDATE deliverables SET state = 'submitted' WHERE state <> 'history'")
    with op.batch_alter_table("audit") as table:
        table.drop_index(op.f("ix_audit_person_id"))
        table.drop_index(op.f("ix_audit_object"))
    with op.batch_alter_table("notices") as table:
        table.drop_index("ix_notices_kind")
    _check("notices", "kind", NOTICES)
    _check("obligations", "state", OBLIGATIONS)
    _check("deliverables", "state", REPORTS)

    with op.batch_alter_table("people") as table:
        table.drop_column("erased_at")
        table.drop_column("cpf_hash")
        table.drop_column("cpf")

    with op.batch_alter_table("obligations") as table:
        table.drop_column("closed_sei")

    with op.batch_alter_table("invites") as table:
        table.drop_constraint(op.f("fk_invites_created_by_people"), type_="foreignkey")
        table.drop_constraint(op.f("uq_invites_code_hash"), type_="unique")
        table.drop_column("created_by")
        table.drop_column("code_hash")

    with op.batch_alter_table("institutions") as table:
        table.drop_column("reviews_second_layer")

    with op.batch_alter_table("deliveries") as table:
        table.drop_index("ix_deliveries_enclosure_id", **_only(WITH_A_FILE))
        table.drop_constraint(op.f("fk_deliveries_enclosure_id_enclosures"), type_="foreignkey")
        table.drop_column("enclosure_id")

    with op.batch_alter_table("deliverables") as table:
        table.drop_constraint(op.f("fk_deliverables_decided_by_people"), type_="foreignkey")
        table.drop_constraint(op.f("fk_deliverables_registered_by_people"), type_="foreignkey")
        table.drop_index(op.f("ix_deliverables_state"))
        table.drop_index(op.f("ix_deliverables_institution_id"))
        table.drop_column("contested_why")
        table.drop_column("contested_at")
        table.drop_column("cpf_received_at")
        table.drop_column("awaits_cpf")
        table.drop_column("nudged_at")
        table.drop_column("sampled")
        table.drop_column("due_again")
        table.drop_column("reason")
        table.drop_column("decided_at")
        table.drop_column("decided_by")
        table.drop_column("sei")
        table.drop_column("means")
        table.drop_column("registered_by")
        table.drop_column("late")
        table.drop_column("says_nothing")
        table.drop_column("evidence")
        table.drop_column("version")

    op.drop_table("report_versions")
    with op.batch_alter_table("panel_accesses") as table:
        table.drop_index(op.f("ix_panel_accesses_institution_id"))
        table.drop_index(op.f("ix_panel_accesses_ask_on"))

    op.drop_table("panel_accesses")
    with op.batch_alter_table("page_looks") as table:
        table.drop_index(op.f("ix_page_looks_look_on"))
        table.drop_index(op.f("ix_page_looks_institution_id"))
        table.drop_index(op.f("ix_page_looks_deliverable_id"))

    op.drop_table("page_looks")
    with op.batch_alter_table("attachments") as table:
        table.drop_index(op.f("ix_attachments_sha256"))
        table.drop_index(op.f("ix_attachments_deliverable_id"))
        table.drop_index(op.f("ix_attachments_chat_id"))

    op.drop_table("attachments")
    with op.batch_alter_table("adhesions") as table:
        table.drop_index(op.f("ix_adhesions_state"))

    op.drop_table("adhesions")
    with op.batch_alter_table("confirmations") as table:
        table.drop_index(op.f("ix_confirmations_chat_id"))

    op.drop_table("confirmations")
    with op.batch_alter_table("multipliers") as table:
        table.drop_index(op.f("ix_multipliers_institution_id"))

    op.drop_table("multipliers")
    with op.batch_alter_table("data_requests") as table:
        table.drop_index(op.f("ix_data_requests_person_id"))

    op.drop_table("data_requests")
    op.drop_table("chats")
    op.drop_table("guesses")
    op.drop_table("enclosures")
    op.drop_table("elos")
