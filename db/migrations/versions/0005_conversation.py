"""Conversation: people and their invites, reports in versions, reviews, termos, and files that go with messages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enclosures")),
    )
    with op.batch_alter_table("deliveries") as table:
        table.add_column(sa.Column("enclosure_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_deliveries_enclosure_id_enclosures"), "enclosures", ["enclosure_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as table:
        table.drop_constraint(op.f("fk_deliveries_enclosure_id_enclosures"), type_="foreignkey")
        table.drop_column("enclosure_id")
    op.drop_table("enclosures")
