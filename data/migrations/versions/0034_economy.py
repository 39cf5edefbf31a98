"""economy: industry chains, who is on them, policies and what they grant; projects may be in talks or dropped"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None
STAGES = {"lead": "谋划", "signed": "签约", "started": "开工", "done": "竣工", "running": "投产"}
MORE = {"lead": "谋划", "talks": "在谈", **STAGES, "dropped": "终止"}
FIELD = sa.table("field", sa.column("code", sa.String), sa.column("codes", sa.JSON))
TOP, BRANCH = "livelihood", "livelihood.enterprise"
LEAVES = {"finance": "企业融资", "labour": "企业用工", "land": "用地用房", "grant": "政策兑现"}
LEAVES |= {"licence": "证照办理", "market": "市场与物流"}
CATEGORY = sa.table(
    "category",
    *(sa.column(name, sa.String) for name in ("code", "parent", "top", "name")),
    *(sa.column(name, sa.Integer) for name in ("level", "position")),
)


def upgrade() -> None:
    _chains()
    _members()
    _policies()
    _grants()
    _appeals()
    _stages()
    _categories()


def _of(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _chains() -> None:
    op.create_table(
        "chain",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_chain")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chain_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(length=8), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        _of("chain_link", "chain", "chain", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_link")),
        sa.UniqueConstraint("chain", "code", name=op.f("uq_chain_link_chain_code")),
    )


def _members() -> None:
    op.create_table(
        "chain_member",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("chain_member", "link_id", "chain_link"),
        _of("chain_member", "record_id", "record"),
        _of("chain_member", "cell_id", "region"),
        sa.PrimaryKeyConstraint("link_id", "record_id", name=op.f("pk_chain_member")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_chain_member_cell_id"), "chain_member", ["cell_id"])
    op.create_index(op.f("ix_chain_member_record_id"), "chain_member", ["record_id"])
    op.create_table(
        "project_party",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        _of("project_party", "project_id", "record"),
        _of("project_party", "enterprise_id", "record"),
        sa.PrimaryKeyConstraint("project_id", "enterprise_id", name=op.f("pk_project_party")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_project_party_enterprise_id"), "project_party", ["enterprise_id"])


def _policies() -> None:
    op.create_table(
        "policy",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=32), nullable=True),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("amount", sa.JSON(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("policy", "chain", "chain", "code"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_policy")),
        sqlite_with_rowid=False,
    )


def _grants() -> None:
    op.create_table(
        "policy_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("policy_grant", "policy", "policy", "code"),
        _of("policy_grant", "record_id", "record"),
        _of("policy_grant", "cell_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_grant")),
        sa.UniqueConstraint("policy", "record_id", name=op.f("uq_policy_grant_policy_record_id")),
    )
    op.create_index(op.f("ix_policy_grant_record_id"), "policy_grant", ["record_id"])
    op.create_index(op.f("ix_policy_grant_cell_id"), "policy_grant", ["cell_id"])
    op.create_table(
        "policy_grant_step",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _of("policy_grant_step", "grant_id", "policy_grant"),
        sa.PrimaryKeyConstraint("grant_id", "seq", name=op.f("pk_policy_grant_step")),
        sqlite_with_rowid=False,
    )


def _appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        _of("appeal", "record_id", "record"),
        _of("appeal", "cell_id", "region"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_record_id"), "appeal", ["record_id"])
    op.create_index(op.f("ix_appeal_cell_id"), "appeal", ["cell_id"])


def _stages() -> None:
    """The shipped dictionary learns of projects in talks and of those that were dropped; a city's own stays."""
    found = op.get_bind().execute(sa.select(FIELD.c.codes).where(FIELD.c.code == "project.stage")).scalar()
    if found == STAGES:
        op.execute(sa.update(FIELD).where(FIELD.c.code == "project.stage").values(codes=MORE))


def _categories() -> None:
    """What enterprises ask for is a branch of its own; a tree that has it, or has no such top, stays."""
    connection = op.get_bind()
    held = set(connection.execute(sa.select(CATEGORY.c.code).where(CATEGORY.c.top == TOP)).scalars())
    if TOP not in held or BRANCH in held:
        return
    last = int(connection.execute(sa.select(sa.func.max(CATEGORY.c.position))).scalar() or 0)
    rows = [{"code": BRANCH, "parent": TOP, "level": 2, "name": "企业诉求"}]
    rows += [{"code": f"{BRANCH}.{code}", "parent": BRANCH, "level": 3, "name": name} for code, name in LEAVES.items()]
    op.bulk_insert(CATEGORY, [row | {"top": TOP, "position": n} for n, row in enumerate(rows, last + 1)])
