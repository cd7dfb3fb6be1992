"""Announcements of every kind: classes, meetings, requests, the forum, and what partners do together."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_tables()
    _add_columns()
    _forget_default("announcement_recipients", "left_out", "generation")
    _forget_default(
        "announcements",
        "held_for",
        "kind",
        "about",
        "essential",
        "promotional",
        "needs_approval",
        "suspended",
        "buttons",
        "calendar",
        "progress_shown",
        "generation",
    )
    _forget_default("deliveries", "thread_id")


def _make_tables() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("last_modified", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_new_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("broken_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("broken_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silent_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("url", name=op.f("uq_feeds_url")),
    )
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("workload", sa.Numeric(8, 2), nullable=True),
        sa.Column("axis", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_courses_created_by_people")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_courses_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("institution_id", "title", name=op.f("uq_courses_institution_id_title")),
    )
    with op.batch_alter_table("courses") as table:
        table.create_index(op.f("ix_courses_institution_id"), ["institution_id"])

    op.create_table(
        "forum_groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_by", sa.Integer(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attached_by"], ["people.id"], name=op.f("fk_forum_groups_attached_by_people")
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_forum_groups")),
    )
    op.create_table(
        "interests",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_interests_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "subject", name=op.f("pk_interests")),
    )
    op.create_table(
        "kits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("banner", sa.String(), nullable=False),
        sa.Column("news", sa.String(), nullable=False),
        sa.Column("popup", sa.String(), nullable=False),
        sa.Column("enclosure_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_kits_created_by_people")),
        sa.ForeignKeyConstraint(
            ["enclosure_id"], ["enclosures.id"], name=op.f("fk_kits_enclosure_id_enclosures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kits")),
        sa.UniqueConstraint("about", name=op.f("uq_kits_about")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.CheckConstraint(
            _one_of(
                "kind",
                (
                    "reuniao",
                    "forum-nacional",
                    "forum-regional",
                ),
            ),
            name=op.f("ck_meetings_kind"),
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("ufs", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("enrol_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enrol_link", sa.String(), nullable=False),
        sa.Column("passes_on", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_why", sa.String(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=True),
        sa.Column("attendance_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attendance_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_meetings_created_by_people")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_meetings_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["enclosures.id"], name=op.f("fk_meetings_minutes_id_enclosures")
        ),
        sa.ForeignKeyConstraint(["passes_on"], ["meetings.id"], name=op.f("fk_meetings_passes_on_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings") as table:
        table.create_index(op.f("ix_meetings_institution_id"), ["institution_id"])

    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enclosure_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name=op.f("fk_requests_closed_by_people")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_requests_created_by_people")),
        sa.ForeignKeyConstraint(
            ["enclosure_id"], ["enclosures.id"], name=op.f("fk_requests_enclosure_id_enclosures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_attendances_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_attendances_noted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint(
            "meeting_id", "institution_id", name=op.f("uq_attendances_meeting_id_institution_id")
        ),
    )
    with op.batch_alter_table("attendances") as table:
        table.create_index(op.f("ix_attendances_institution_id"), ["institution_id"])
        table.create_index(op.f("ix_attendances_meeting_id"), ["meeting_id"])

    op.create_table(
        "forum_topics",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("axis", sa.String(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["forum_groups.chat_id"], name=op.f("fk_forum_topics_chat_id_forum_groups")
        ),
        sa.PrimaryKeyConstraint("chat_id", "axis", name=op.f("pk_forum_topics")),
    )
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("enclosure_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_materials_course_id_courses")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_materials_created_by_people")),
        sa.ForeignKeyConstraint(
            ["enclosure_id"], ["enclosures.id"], name=op.f("fk_materials_enclosure_id_enclosures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
    )
    with op.batch_alter_table("materials") as table:
        table.create_index(op.f("ix_materials_course_id"), ["course_id"])

    op.create_table(
        "meeting_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_days_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_days")),
    )
    with op.batch_alter_table("meeting_days") as table:
        table.create_index(op.f("ix_meeting_days_meeting_id"), ["meeting_id"])

    op.create_table(
        "meeting_invitees",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(24), nullable=True),
        sa.CheckConstraint(
            _one_of(
                "reply",
                (
                    "sim",
                    "nao",
                    "a-distancia",
                ),
            ),
            name=op.f("ck_meeting_invitees_reply"),
        ),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_meeting_invitees_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_invitees_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_meeting_invitees_person_id_people")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_invitees")),
    )
    with op.batch_alter_table("meeting_invitees") as table:
        table.create_index(op.f("ix_meeting_invitees_institution_id"), ["institution_id"])

    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.CheckConstraint(
            _one_of(
                "state",
                (
                    "known",
                    "draft",
                    "announced",
                    "dismissed",
                ),
            ),
            name=op.f("ck_posts_state"),
        ),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("announcement_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_posts_announcement_id_announcements")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_posts_decided_by_people")),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_posts_feed_id_feeds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("address", name=op.f("uq_posts_address")),
    )
    with op.batch_alter_table("posts") as table:
        table.create_index(op.f("ix_posts_feed_id"), ["feed_id"])
        table.create_index(op.f("ix_posts_state"), ["state"])

    op.create_table(
        "classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("modality", sa.String(24), nullable=False),
        sa.CheckConstraint(
            _one_of(
                "modality",
                (
                    "presencial",
                    "remota",
                    "hibrida",
                    "autoinstrucional",
                ),
            ),
            name=op.f("ck_classes_modality"),
        ),
        sa.Column("workload", sa.Numeric(8, 2), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("enrol_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enrol_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("instructor", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_why", sa.String(), nullable=False),
        sa.Column("report_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], name=op.f("fk_classes_course_id_courses")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_classes_created_by_people")),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["deliverables.id"], name=op.f("fk_classes_deliverable_id_deliverables")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_classes_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classes")),
        sa.UniqueConstraint("course_id", "code", name=op.f("uq_classes_course_id_code")),
    )
    with op.batch_alter_table("classes") as table:
        table.create_index(op.f("ix_classes_course_id"), ["course_id"])
        table.create_index(op.f("ix_classes_institution_id"), ["institution_id"])

    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.CheckConstraint(
            _one_of(
                "kind",
                (
                    "boa-pratica",
                    "curso",
                    "sugestao",
                    "duvida",
                ),
            ),
            name=op.f("ck_contributions_kind"),
        ),
        sa.Column("state", sa.String(24), nullable=False),
        sa.CheckConstraint(
            _one_of(
                "state",
                (
                    "sent",
                    "published",
                    "answered",
                    "declined",
                    "withdrawn",
                ),
            ),
            name=op.f("ck_contributions_state"),
        ),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("axis", sa.String(), nullable=False),
        sa.Column("enclosure_id", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=True),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_contributions_announcement_id_announcements"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_contributions_decided_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["deliverables.id"], name=op.f("fk_contributions_deliverable_id_deliverables")
        ),
        sa.ForeignKeyConstraint(
            ["enclosure_id"], ["enclosures.id"], name=op.f("fk_contributions_enclosure_id_enclosures")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_contributions_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contributions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
    )
    with op.batch_alter_table("contributions") as table:
        table.create_index(op.f("ix_contributions_institution_id"), ["institution_id"])
        table.create_index(op.f("ix_contributions_person_id"), ["person_id"])
        table.create_index(op.f("ix_contributions_state"), ["state"])

    op.create_table(
        "joint_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people.id"], name=op.f("fk_joint_actions_created_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["deliverables.id"], name=op.f("fk_joint_actions_deliverable_id_deliverables")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_joint_actions_institution_id_institutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_actions")),
    )
    with op.batch_alter_table("joint_actions") as table:
        table.create_index(op.f("ix_joint_actions_institution_id"), ["institution_id"])

    op.create_table(
        "requests_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("happening_id", sa.Integer(), nullable=True),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["deliverable_id"],
            ["deliverables.id"],
            name=op.f("fk_requests_asked_deliverable_id_deliverables"),
        ),
        sa.ForeignKeyConstraint(
            ["happening_id"], ["happenings.id"], name=op.f("fk_requests_asked_happening_id_happenings")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_requests_asked_institution_id_institutions"),
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_requests_asked_obligation_id_obligations")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_requests_asked_request_id_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests_asked")),
        sa.UniqueConstraint(
            "request_id", "institution_id", name=op.f("uq_requests_asked_request_id_institution_id")
        ),
    )
    with op.batch_alter_table("requests_asked") as table:
        table.create_index(op.f("ix_requests_asked_institution_id"), ["institution_id"])
        table.create_index(op.f("ix_requests_asked_obligation_id"), ["obligation_id"])
        table.create_index(op.f("ix_requests_asked_request_id"), ["request_id"])

    op.create_table(
        "joint_partners",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(24), nullable=False),
        sa.CheckConstraint(
            _one_of(
                "answer",
                (
                    "asked",
                    "confirmed",
                    "denied",
                ),
            ),
            name=op.f("ck_joint_partners_answer"),
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["joint_actions.id"], name=op.f("fk_joint_partners_action_id_joint_actions")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_joint_partners_answered_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["deliverable_id"],
            ["deliverables.id"],
            name=op.f("fk_joint_partners_deliverable_id_deliverables"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_joint_partners_institution_id_institutions"),
        ),
        sa.PrimaryKeyConstraint("action_id", "institution_id", name=op.f("pk_joint_partners")),
    )
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_lessons_class_id_classes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
    )
    with op.batch_alter_table("lessons") as table:
        table.create_index(op.f("ix_lessons_class_id"), ["class_id"])


def _add_columns() -> None:
    with op.batch_alter_table("announcement_recipients") as table:
        table.add_column(sa.Column("left_out", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("generation", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("announcements") as table:
        table.add_column(sa.Column("held_for", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("kind", sa.String(24), nullable=False, server_default="broadcast"))
        table.create_check_constraint(
            op.f("ck_announcements_kind"),
            _one_of(
                "kind",
                (
                    "broadcast",
                    "class",
                    "meeting",
                    "request",
                    "post",
                    "contribution",
                    "joint",
                ),
            ),
        )
        table.add_column(sa.Column("key", sa.String(), nullable=True))
        table.add_column(sa.Column("about", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("essential", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("promotional", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("sender_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("correction_of", sa.Integer(), nullable=True))
        table.add_column(sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("approved_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("suspended", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("buttons", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("calendar", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("enclosure_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("progress_shown", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("summarised_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("generation", sa.Integer(), nullable=False, server_default="0"))
        table.create_index(op.f("ix_announcements_about"), ["about"])
        table.create_unique_constraint(op.f("uq_announcements_key"), ["key"])
        table.create_foreign_key(
            op.f("fk_announcements_enclosure_id_enclosures"), "enclosures", ["enclosure_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_announcements_sender_id_institutions"), "institutions", ["sender_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_announcements_correction_of_announcements"), "announcements", ["correction_of"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_announcements_approved_by_people"), "people", ["approved_by"], ["id"]
        )

    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("thread_id", sa.BigInteger(), nullable=False, server_default="0"))

    with op.batch_alter_table("happenings") as table:
        table.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        table.create_index(op.f("ix_happenings_meeting_id"), ["meeting_id"])
        table.create_foreign_key(
            op.f("fk_happenings_meeting_id_meetings"), "meetings", ["meeting_id"], ["id"]
        )


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _forget_default(table_name: str, *columns: str) -> None:
    with op.batch_alter_table(table_name) as table:
        for column in columns:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("happenings") as table:
        table.drop_constraint(op.f("fk_happenings_meeting_id_meetings"), type_="foreignkey")
        table.drop_index(op.f("ix_happenings_meeting_id"))
        table.drop_column("meeting_id")

    with op.batch_alter_table("deliveries") as table:
        table.drop_column("thread_id")

    with op.batch_alter_table("announcements") as table:
        table.drop_constraint(op.f("fk_announcements_approved_by_people"), type_="foreignkey")
        table.drop_constraint(op.f("fk_announcements_correction_of_announcements"), type_="foreignkey")
        table.drop_constraint(op.f("fk_announcements_sender_id_institutions"), type_="foreignkey")
        table.drop_constraint(op.f("fk_announcements_enclosure_id_enclosures"), type_="foreignkey")
        table.drop_constraint(op.f("uq_announcements_key"), type_="unique")
        table.drop_index(op.f("ix_announcements_about"))
        table.drop_column("generation")
        table.drop_column("summarised_at")
        table.drop_column("progress_shown")
        table.drop_column("expires_at")
        table.drop_column("enclosure_id")
        table.drop_column("calendar")
        table.drop_column("buttons")
        table.drop_column("suspended")
        table.drop_column("paused_at")
        table.drop_column("approved_by")
        table.drop_column("approved_at")
        table.drop_column("needs_approval")
        table.drop_column("correction_of")
        table.drop_column("sender_id")
        table.drop_column("promotional")
        table.drop_column("essential")
        table.drop_column("about")
        table.drop_column("key")
        table.drop_constraint(op.f("ck_announcements_kind"), type_="check")
        table.drop_column("kind")
        table.drop_column("held_for")

    with op.batch_alter_table("announcement_recipients") as table:
        table.drop_column("generation")
        table.drop_column("left_out")

    with op.batch_alter_table("lessons") as table:
        table.drop_index(op.f("ix_lessons_class_id"))

    op.drop_table("lessons")
    op.drop_table("joint_partners")
    with op.batch_alter_table("requests_asked") as table:
        table.drop_index(op.f("ix_requests_asked_request_id"))
        table.drop_index(op.f("ix_requests_asked_obligation_id"))
        table.drop_index(op.f("ix_requests_asked_institution_id"))

    op.drop_table("requests_asked")
    with op.batch_alter_table("joint_actions") as table:
        table.drop_index(op.f("ix_joint_actions_institution_id"))

    op.drop_table("joint_actions")
    with op.batch_alter_table("contributions") as table:
        table.drop_index(op.f("ix_contributions_state"))
        table.drop_index(op.f("ix_contributions_person_id"))
        table.drop_index(op.f("ix_contributions_institution_id"))

    op.drop_table("contributions")
    with op.batch_alter_table("classes") as table:
        table.drop_index(op.f("ix_classes_institution_id"))
        table.drop_index(op.f("ix_classes_course_id"))

    op.drop_table("classes")
    with op.batch_alter_table("posts") as table:
        table.drop_index(op.f("ix_posts_state"))
        table.drop_index(op.f("ix_posts_feed_id"))

    op.drop_table("posts")
    with op.batch_alter_table("meeting_invitees") as table:
        table.drop_index(op.f("ix_meeting_invitees_institution_id"))

    op.drop_table("meeting_invitees")
    with op.batch_alter_table("meeting_days") as table:
        table.drop_index(op.f("ix_meeting_days_meeting_id"))

    op.drop_table("meeting_days")
    with op.batch_alter_table("materials") as table:
        table.drop_index(op.f("ix_materials_course_id"))

    op.drop_table("materials")
    op.drop_table("forum_topics")
    with op.batch_alter_table("attendances") as table:
        table.drop_index(op.f("ix_attendances_meeting_id"))
        table.drop_index(op.f("ix_attendances_institution_id"))

    op.drop_table("attendances")
    op.drop_table("requests")
    with op.batch_alter_table("meetings") as table:
        table.drop_index(op.f("ix_meetings_institution_id"))

    op.drop_table("meetings")
    op.drop_table("kits")
    op.drop_table("interests")
    op.drop_table("forum_groups")
    with op.batch_alter_table("courses") as table:
        table.drop_index(op.f("ix_courses_institution_id"))

    op.drop_table("courses")
    op.drop_table("feeds")
