"""stations and warnings"""

import sqlalchemy as sa
from alembic import op
from data.times import Moment

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cap_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sender', sa.String(length=128), nullable=False),
    sa.Column('identifier', sa.String(length=128), nullable=False),
    sa.Column('sent', Moment(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('warning_id', sa.Integer(), nullable=True),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('received_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cap_message'))
    )
    with op.batch_alter_table('cap_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cap_message_sender_identifier'), ['sender', 'identifier'], unique=True)
    op.create_table('gauge_now',
    sa.Column('gauge_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('quality', sa.String(length=12), nullable=False),
    sa.Column('received_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('gauge_id', name=op.f('pk_gauge_now'))
    )
    op.create_table('reading',
    sa.Column('gauge_id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('quality', sa.String(length=12), nullable=False),
    sa.Column('received_at', Moment(), nullable=False),
    sa.Column('origin', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('gauge_id', 'at', name=op.f('pk_reading')),
    sqlite_with_rowid=False
    )
    op.create_table('reading_fault',
    sa.Column('gauge_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('quality', sa.String(length=12), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('gauge_id', 'day', 'quality', name=op.f('pk_reading_fault')),
    sqlite_with_rowid=False
    )
    op.create_table('reading_sum',
    sa.Column('gauge_id', sa.Integer(), nullable=False),
    sa.Column('grain', sa.String(length=1), nullable=False),
    sa.Column('start', Moment(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('total', sa.Float(), nullable=False),
    sa.Column('low', sa.Float(), nullable=False),
    sa.Column('high', sa.Float(), nullable=False),
    sa.Column('last', sa.Float(), nullable=False),
    sa.Column('last_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('gauge_id', 'grain', 'start', name=op.f('pk_reading_sum')),
    sqlite_with_rowid=False
    )
    op.create_table('warning_history',
    sa.Column('warning_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.SmallInteger(), nullable=False),
    sa.Column('move', sa.String(length=12), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('change', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('warning_id', 'seq', name=op.f('pk_warning_history')),
    sqlite_with_rowid=False
    )
    op.create_table('warning_region',
    sa.Column('warning_id', sa.Integer(), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('warning_id', 'region_id', name=op.f('pk_warning_region')),
    sqlite_with_rowid=False
    )
    op.create_table('warning_rule',
    sa.Column('code', sa.String(length=48), nullable=False),
    sa.Column('version', sa.SmallInteger(), nullable=False),
    sa.Column('name', sa.String(length=96), nullable=False),
    sa.Column('field', sa.String(length=16), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('enabled', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=128), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('made_by', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('code', 'version', name=op.f('pk_warning_rule')),
    sqlite_with_rowid=False
    )
    op.create_table('warning_top',
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('colour', sa.SmallInteger(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('region_id', 'colour', name=op.f('pk_warning_top')),
    sqlite_with_rowid=False
    )
    op.create_table('station',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=96), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('rhythm_s', sa.Integer(), nullable=False),
    sa.Column('agency', sa.String(length=32), nullable=True),
    sa.Column('as_of', Moment(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['cell_id'], ['region.id'], name=op.f('fk_station_cell_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_station')),
    sa.UniqueConstraint('code', name=op.f('uq_station_code'))
    )
    with op.batch_alter_table('station', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_station_cell_id'), ['cell_id'], unique=False)
    op.create_table('warning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('rule', sa.String(length=48), nullable=True),
    sa.Column('version', sa.SmallInteger(), nullable=True),
    sa.Column('field', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=96), nullable=False),
    sa.Column('colour', sa.SmallInteger(), nullable=False),
    sa.Column('peak', sa.SmallInteger(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=True),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('raised_at', Moment(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('expires_at', Moment(), nullable=True),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('seq', sa.SmallInteger(), nullable=False),
    sa.Column('origin', sa.String(length=64), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.Column('judged', sa.String(length=8), nullable=True),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_warning_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_warning')),
    sa.UniqueConstraint('code', name=op.f('uq_warning_code'))
    )
    with op.batch_alter_table('warning', schema=None) as batch_op:
        batch_op.create_index('ix_warning_live', ['region_id'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_warning_raised_at'), ['raised_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_warning_rule_raised_at'), ['rule', 'raised_at'], unique=False)
    op.create_table('gauge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.String(length=16), nullable=False),
    sa.Column('low', sa.Float(), nullable=False),
    sa.Column('high', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_gauge_station_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gauge')),
    sa.UniqueConstraint('station_id', 'quantity', name=op.f('uq_gauge_station_id_quantity'))
    )
    op.create_table('gauge_limit',
    sa.Column('gauge_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=12), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['gauge_id'], ['gauge.id'], name=op.f('fk_gauge_limit_gauge_id')),
    sa.PrimaryKeyConstraint('gauge_id', 'name', name=op.f('pk_gauge_limit')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('storm_point', schema=None) as batch_op:
        batch_op.add_column(sa.Column('category', sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column('r7_km', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('r10_km', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('r12_km', sa.Float(), nullable=True))
    _registers()


def _registers() -> None:
    """Things get codes of their own, fields, a history and responsible persons."""
    with op.batch_alter_table('feature', schema=None) as batch_op:
        batch_op.add_column(sa.Column('code', sa.String(length=48), nullable=True))
        batch_op.add_column(sa.Column('attributes', sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column('seq', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('retired_at', Moment(), nullable=True))
    op.execute("UPDATE feature SET code = layer || '-' || CAST(id AS VARCHAR(12))")
    with op.batch_alter_table('feature', schema=None) as batch_op:
        batch_op.alter_column('code', existing_type=sa.String(length=48), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_feature_layer_code'), ['layer', 'code'])
    op.create_table('feature_history',
    sa.Column('feature_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('move', sa.String(length=8), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('change', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['feature_id'], ['feature.id'], name=op.f('fk_feature_history_feature_id')),
    sa.PrimaryKeyConstraint('feature_id', 'seq', name=op.f('pk_feature_history')),
    sqlite_with_rowid=False
    )
    op.create_table('feature_person',
    sa.Column('feature_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.SmallInteger(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['feature_id'], ['feature.id'], name=op.f('fk_feature_person_feature_id')),
    sa.PrimaryKeyConstraint('feature_id', 'level', 'role', name=op.f('pk_feature_person')),
    sqlite_with_rowid=False
    )
