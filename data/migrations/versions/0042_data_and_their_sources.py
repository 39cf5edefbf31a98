"""data that go back to their source; data resources, scenarios and shares"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _source_return()
    _source_fault()
    _source_step()
    _record_check()
    _resource()
    _resource_state()
    _scenario()
    _scenario_resource()
    _scenario_review()
    _share()
    _share_step()
    _share_delivery()


def downgrade() -> None:
    for table in ("share_delivery", "share_step", "share", "scenario_review", "scenario_resource", "scenario", "resource_state", "resource", "record_check", "source_step", "source_fault", "source_return",):
        op.drop_table(table)


def _source_return() -> None:
    op.create_table("source_return",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("code", sa.String(length=24), nullable=False),
    sa.Column("agency", sa.String(length=32), nullable=False),
    sa.Column("region_id", sa.Integer(), nullable=False),
    sa.Column("lo", sa.Integer(), nullable=False),
    sa.Column("hi", sa.Integer(), nullable=False),
    sa.Column("state", sa.String(length=12), nullable=False),
    sa.Column("due_day", sa.Integer(), nullable=False),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.Column("n", sa.Integer(), nullable=False),
    sa.Column("rounds", sa.SmallInteger(), nullable=False),
    sa.Column("sent_at", Moment(), nullable=False),
    sa.Column("answered_at", Moment(), nullable=True),
    sa.Column("ended_at", Moment(), nullable=True),
    sa.Column("actor", sa.String(length=64), nullable=False),
    sa.Column("provenance", sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_source_return_region_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_source_return")),
    sa.UniqueConstraint("code", name=op.f("uq_source_return_code"))
    )
    op.create_index(op.f("ix_source_return_agency_state"), "source_return", ["agency", "state"])
    op.create_index(op.f("ix_source_return_due_day"), "source_return", ["due_day"])
    op.create_index(op.f("ix_source_return_lo_state"), "source_return", ["lo", "state"])


def _source_fault() -> None:
    op.create_table("source_fault",
    sa.Column("return_id", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("key", sa.String(length=96), nullable=False),
    sa.Column("kind", sa.String(length=12), nullable=False),
    sa.Column("name", sa.String(length=160), nullable=False),
    sa.Column("told", sa.Text(), nullable=False),
    sa.Column("n", sa.Integer(), nullable=False),
    sa.Column("region_id", sa.Integer(), nullable=False),
    sa.Column("way", sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_source_fault_region_id")),
    sa.ForeignKeyConstraint(["return_id"], ["source_return.id"], name=op.f("fk_source_fault_return_id")),
    sa.PrimaryKeyConstraint("return_id", "key", name=op.f("pk_source_fault")),
    sqlite_with_rowid=False
    )
    op.create_index(op.f("ix_source_fault_key"), "source_fault", ["key"])


def _source_step() -> None:
    op.create_table("source_step",
    sa.Column("return_id", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("at", Moment(), nullable=False),
    sa.Column("actor", sa.String(length=64), nullable=False),
    sa.Column("role", sa.String(length=16), nullable=False),
    sa.Column("what", sa.String(length=12), nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    sa.Column("standing", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["return_id"], ["source_return.id"], name=op.f("fk_source_step_return_id")),
    sa.PrimaryKeyConstraint("return_id", "seq", name=op.f("pk_source_step")),
    sqlite_with_rowid=False
    )


def _record_check() -> None:
    op.create_table("record_check",
    sa.Column("key", sa.String(length=80), nullable=False),
    sa.Column("region_id", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("n", sa.Integer(), nullable=False),
    sa.Column("total", sa.Integer(), nullable=False),
    sa.Column("at", Moment(), nullable=False),
    sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_record_check_region_id")),
    sa.PrimaryKeyConstraint("key", "region_id", name=op.f("pk_record_check")),
    sqlite_with_rowid=False
    )


def _resource() -> None:
    op.create_table("resource",
    sa.Column("code", sa.String(length=64), nullable=False),
    sa.Column("name", sa.String(length=64), nullable=False),
    sa.Column("agency", sa.String(length=32), nullable=False),
    sa.Column("rhythm", sa.String(length=8), nullable=False),
    sa.Column("origin", sa.String(length=64), nullable=False),
    sa.Column("fields", sa.Text(), nullable=False),
    sa.Column("share", sa.String(length=12), nullable=False),
    sa.Column("terms", sa.Text(), nullable=False),
    sa.Column("n", sa.Integer(), nullable=True),
    sa.Column("newest", Moment(), nullable=True),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.Column("changed_at", Moment(), nullable=False),
    sa.Column("actor", sa.String(length=64), nullable=False),
    sa.Column("provenance", sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint("code", name=op.f("pk_resource")),
    sqlite_with_rowid=False
    )


def _resource_state() -> None:
    op.create_table("resource_state",
    sa.Column("code", sa.String(length=64), nullable=False),
    sa.Column("n", sa.Integer(), nullable=False),
    sa.Column("newest", Moment(), nullable=True),
    sa.Column("sound", sa.Float(), nullable=True),
    sa.Column("at", Moment(), nullable=False),
    sa.PrimaryKeyConstraint("code", name=op.f("pk_resource_state")),
    sqlite_with_rowid=False
    )


def _scenario() -> None:
    op.create_table("scenario",
    sa.Column("code", sa.String(length=24), nullable=False),
    sa.Column("name", sa.String(length=64), nullable=False),
    sa.Column("field", sa.String(length=32), nullable=False),
    sa.Column("owner", sa.String(length=64), nullable=False),
    sa.Column("level", sa.String(length=8), nullable=False),
    sa.Column("state", sa.String(length=8), nullable=False),
    sa.Column("begun_day", sa.Integer(), nullable=True),
    sa.Column("about", sa.Text(), nullable=False),
    sa.Column("actions", sa.Text(), nullable=False),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.Column("changed_at", Moment(), nullable=False),
    sa.Column("provenance", sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint("code", name=op.f("pk_scenario")),
    sqlite_with_rowid=False
    )
    op.create_index(op.f("ix_scenario_field"), "scenario", ["field"])


def _scenario_resource() -> None:
    op.create_table("scenario_resource",
    sa.Column("scenario", sa.String(length=24), nullable=False),
    sa.Column("resource", sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(["scenario"], ["scenario.code"], name=op.f("fk_scenario_resource_scenario")),
    sa.PrimaryKeyConstraint("scenario", "resource", name=op.f("pk_scenario_resource")),
    sqlite_with_rowid=False
    )
    op.create_index(op.f("ix_scenario_resource_resource"), "scenario_resource", ["resource"])


def _scenario_review() -> None:
    op.create_table("scenario_review",
    sa.Column("scenario", sa.String(length=24), nullable=False),
    sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("at", Moment(), nullable=False),
    sa.Column("actor", sa.String(length=64), nullable=False),
    sa.Column("role", sa.String(length=16), nullable=False),
    sa.Column("answers", sa.Text(), nullable=False),
    sa.Column("score", sa.SmallInteger(), nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    sa.Column("provenance", sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(["scenario"], ["scenario.code"], name=op.f("fk_scenario_review_scenario")),
    sa.PrimaryKeyConstraint("scenario", "seq", name=op.f("pk_scenario_review")),
    sqlite_with_rowid=False
    )


def _share() -> None:
    op.create_table("share",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("code", sa.String(length=24), nullable=False),
    sa.Column("resource", sa.String(length=64), nullable=False),
    sa.Column("agency", sa.String(length=32), nullable=False),
    sa.Column("purpose", sa.Text(), nullable=False),
    sa.Column("fields", sa.Text(), nullable=False),
    sa.Column("region_id", sa.Integer(), nullable=False),
    sa.Column("lo", sa.Integer(), nullable=False),
    sa.Column("hi", sa.Integer(), nullable=False),
    sa.Column("until_day", sa.Integer(), nullable=False),
    sa.Column("terms", sa.Text(), nullable=False),
    sa.Column("state", sa.String(length=8), nullable=False),
    sa.Column("seq", sa.Integer(), nullable=False),
    sa.Column("asked_at", Moment(), nullable=False),
    sa.Column("actor", sa.String(length=64), nullable=False),
    sa.Column("provenance", sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_share_region_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
    sa.UniqueConstraint("code", name=op.f("uq_share_code"))
    )
    op.create_index(op.f("ix_share_agency"), "share", ["agency"])
    op.create_index(op.f("ix_share_resource_state"), "share", ["resource", "state"])


def _share_step() -> None:
    op.create_table("share_step",
    sa.Column("share_id", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("at", Moment(), nullable=False),
    sa.Column("actor", sa.String(length=64), nullable=False),
    sa.Column("role", sa.String(length=16), nullable=False),
    sa.Column("what", sa.String(length=8), nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_share_step_share_id")),
    sa.PrimaryKeyConstraint("share_id", "seq", name=op.f("pk_share_step")),
    sqlite_with_rowid=False
    )


def _share_delivery() -> None:
    op.create_table("share_delivery",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("share_id", sa.Integer(), nullable=True),
    sa.Column("resource", sa.String(length=64), nullable=False),
    sa.Column("region_id", sa.Integer(), nullable=False),
    sa.Column("lo", sa.Integer(), nullable=False),
    sa.Column("hi", sa.Integer(), nullable=False),
    sa.Column("form", sa.String(length=4), nullable=False),
    sa.Column("n", sa.Integer(), nullable=False),
    sa.Column("who", sa.String(length=64), nullable=False),
    sa.Column("at", Moment(), nullable=False),
    sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_share_delivery_region_id")),
    sa.ForeignKeyConstraint(["share_id"], ["share.id"], name=op.f("fk_share_delivery_share_id")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_share_delivery"))
    )
    op.create_index(op.f("ix_share_delivery_at"), "share_delivery", ["at"])
    op.create_index(op.f("ix_share_delivery_share_id"), "share_delivery", ["share_id"])

