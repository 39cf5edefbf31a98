"""first tables"""

import sqlalchemy as sa
from alembic import op
from data.times import Moment

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('demo_pending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_pending'))
    )
    with op.batch_alter_table('demo_pending', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_demo_pending_at'), ['at'], unique=False)

    op.create_table('house_fact',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_house_fact'))
    )
    op.create_table('indicator',
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('name_zh', sa.String(length=128), nullable=False),
    sa.Column('name_en', sa.String(length=128), nullable=False),
    sa.Column('domain', sa.String(length=32), nullable=False),
    sa.Column('unit', sa.String(length=16), nullable=False),
    sa.Column('formula', sa.Text(), nullable=True),
    sa.Column('source', sa.String(length=128), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=False),
    sa.Column('frequency', sa.String(length=16), nullable=False),
    sa.Column('direction', sa.SmallInteger(), nullable=False),
    sa.Column('target', sa.Float(), nullable=True),
    sa.Column('sort', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_indicator'))
    )
    op.create_table('region',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('tree', sa.String(length=16), nullable=False),
    sa.Column('code', sa.String(length=18), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('pinyin', sa.String(length=128), server_default='', nullable=False),
    sa.Column('level', sa.SmallInteger(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('lo', sa.Integer(), nullable=False),
    sa.Column('hi', sa.Integer(), nullable=False),
    sa.Column('nbs_code', sa.String(length=12), nullable=True),
    sa.Column('mca_code', sa.String(length=12), nullable=True),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('area_km2', sa.Float(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['region.id'], name=op.f('fk_region_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_region')),
    sa.UniqueConstraint('tree', 'code', name=op.f('uq_region_tree_code'))
    )
    with op.batch_alter_table('region', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_region_level_lo'), ['level', 'lo'], unique=False)
        batch_op.create_index(batch_op.f('ix_region_parent_id'), ['parent_id'], unique=False)

    op.create_table('revision',
    sa.Column('topic', sa.String(length=16), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('topic', name=op.f('pk_revision'))
    )
    op.create_table('storm',
    sa.Column('track_id', sa.String(length=16), nullable=False),
    sa.Column('season', sa.SmallInteger(), nullable=False),
    sa.Column('name', sa.String(length=32), server_default='', nullable=False),
    sa.Column('first_at', Moment(), nullable=False),
    sa.Column('last_at', Moment(), nullable=False),
    sa.Column('nearest_km', sa.Float(), nullable=False),
    sa.Column('nearest_at', Moment(), nullable=False),
    sa.Column('source', sa.String(length=128), nullable=False),
    sa.PrimaryKeyConstraint('track_id', name=op.f('pk_storm'))
    )
    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=96), nullable=False),
    sa.Column('category', sa.String(length=24), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('grade', sa.String(length=1), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('stage', sa.String(length=12), nullable=False),
    sa.Column('reported_at', Moment(), nullable=False),
    sa.Column('filed_at', Moment(), nullable=True),
    sa.Column('assigned_at', Moment(), nullable=True),
    sa.Column('handled_at', Moment(), nullable=True),
    sa.Column('verified_at', Moment(), nullable=True),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.Column('rated_at', Moment(), nullable=True),
    sa.Column('deadline_at', Moment(), nullable=False),
    sa.Column('rating', sa.SmallInteger(), nullable=True),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['cell_id'], ['region.id'], name=op.f('fk_event_cell_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('code', name=op.f('uq_event_code'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_cell_id_reported_at'), ['cell_id', 'reported_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_reported_at_cell_id'), ['reported_at', 'cell_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_stage_reported_at'), ['stage', 'reported_at'], unique=False)

    op.create_table('event_day',
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('reported', sa.Integer(), nullable=False),
    sa.Column('filed', sa.Integer(), nullable=False),
    sa.Column('assigned', sa.Integer(), nullable=False),
    sa.Column('handled', sa.Integer(), nullable=False),
    sa.Column('verified', sa.Integer(), nullable=False),
    sa.Column('closed', sa.Integer(), nullable=False),
    sa.Column('rated', sa.Integer(), nullable=False),
    sa.Column('on_time', sa.Integer(), nullable=False),
    sa.Column('rating_sum', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_event_day_region_id')),
    sa.PrimaryKeyConstraint('region_id', 'day', name=op.f('pk_event_day')),
    sqlite_with_rowid=False
    )
    op.create_table('event_dwell',
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=12), nullable=False),
    sa.Column('bucket', sa.SmallInteger(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_event_dwell_region_id')),
    sa.PrimaryKeyConstraint('region_id', 'day', 'stage', 'bucket', name=op.f('pk_event_dwell')),
    sqlite_with_rowid=False
    )
    op.create_table('feature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('layer', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('grade', sa.SmallInteger(), nullable=False),
    sa.Column('name', sa.String(length=96), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('quantity', sa.Integer(), server_default='1', nullable=False),
    sa.Column('as_of', Moment(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['cell_id'], ['region.id'], name=op.f('fk_feature_cell_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feature'))
    )
    with op.batch_alter_table('feature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feature_layer_cell_id'), ['layer', 'cell_id'], unique=False)

    op.create_table('feature_count',
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('layer', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('grade', sa.SmallInteger(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_feature_count_region_id')),
    sa.PrimaryKeyConstraint('region_id', 'layer', 'kind', 'grade', name=op.f('pk_feature_count')),
    sqlite_with_rowid=False
    )
    op.create_table('indicator_value',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_code', sa.String(length=64), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=True),
    sa.Column('place_level', sa.String(length=16), nullable=False),
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('system', sa.String(length=64), server_default='', nullable=False),
    sa.Column('period', sa.String(length=48), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('comparator', sa.String(length=8), nullable=False),
    sa.Column('as_of', Moment(), nullable=True),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=160), nullable=False),
    sa.ForeignKeyConstraint(['indicator_code'], ['indicator.code'], name=op.f('fk_indicator_value_indicator_code')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_indicator_value_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_value'))
    )
    with op.batch_alter_table('indicator_value', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_value_indicator_code_region_id_period'), ['indicator_code', 'region_id', 'period'], unique=False)

    op.create_table('region_shape',
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=128), nullable=False),
    sa.Column('geometry', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_region_shape_region_id')),
    sa.PrimaryKeyConstraint('region_id', name=op.f('pk_region_shape'))
    )
    op.create_table('region_stat',
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('villages', sa.Integer(), nullable=False),
    sa.Column('grids', sa.Integer(), nullable=False),
    sa.Column('cells', sa.Integer(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.Column('staff', sa.Integer(), nullable=False),
    sa.Column('staff_on_duty', sa.Integer(), nullable=False),
    sa.Column('party_groups', sa.Integer(), nullable=False),
    sa.Column('covered_grids', sa.Integer(), nullable=False),
    sa.Column('as_of', Moment(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_region_stat_region_id')),
    sa.PrimaryKeyConstraint('region_id', name=op.f('pk_region_stat')),
    sqlite_with_rowid=False
    )
    op.create_table('storm_point',
    sa.Column('track_id', sa.String(length=16), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('wind_kt', sa.Float(), nullable=True),
    sa.Column('pressure_hpa', sa.Float(), nullable=True),
    sa.Column('km', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['track_id'], ['storm.track_id'], name=op.f('fk_storm_point_track_id')),
    sa.PrimaryKeyConstraint('track_id', 'at', name=op.f('pk_storm_point')),
    sqlite_with_rowid=False
    )
    op.create_table('event_history',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.SmallInteger(), nullable=False),
    sa.Column('stage', sa.String(length=12), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('actor', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_history_event_id')),
    sa.PrimaryKeyConstraint('event_id', 'seq', name=op.f('pk_event_history')),
    sqlite_with_rowid=False
    )


CHILDREN_FIRST = """
    event_history storm_point region_stat region_shape indicator_value feature_count feature event_dwell event_day event
    storm revision region indicator house_fact demo_pending
"""


def downgrade() -> None:
    for table in CHILDREN_FIRST.split():
        op.drop_table(table)
