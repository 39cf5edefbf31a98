"""gates, pumps and cameras"""

import sqlalchemy as sa
from alembic import op
from data.times import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('control',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=48), nullable=False),
    sa.Column('name', sa.String(length=96), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('system', sa.String(length=96), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('capacity', sa.Float(), nullable=True),
    sa.Column('unit', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('seq', sa.Integer(), server_default='0', nullable=False),
    sa.Column('as_of', Moment(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['cell_id'], ['region.id'], name=op.f('fk_control_cell_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control')),
    sa.UniqueConstraint('code', name=op.f('uq_control_code'))
    )
    with op.batch_alter_table('control', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_control_cell_id'), ['cell_id'], unique=False)
    op.create_table('control_eye',
    sa.Column('control_id', sa.Integer(), nullable=False),
    sa.Column('eye', sa.String(length=12), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_control_eye_control_id')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_control_eye_station_id')),
    sa.PrimaryKeyConstraint('control_id', 'eye', name=op.f('pk_control_eye')),
    sqlite_with_rowid=False
    )
    op.create_table('control_order',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('control_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=12), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('rule', sa.String(length=48), nullable=True),
    sa.Column('told', sa.Text(), nullable=True),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('tries', sa.SmallInteger(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_control_order_control_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control_order')),
    sa.UniqueConstraint('key', name=op.f('uq_control_order_key'))
    )
    with op.batch_alter_table('control_order', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_control_order_control_id_seq'), ['control_id', 'seq'], unique=True)
        batch_op.create_index(batch_op.f('ix_control_order_state'), ['state'], unique=False)
    op.create_table('control_step',
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.SmallInteger(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('words', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['control_order.id'], name=op.f('fk_control_step_order_id')),
    sa.PrimaryKeyConstraint('order_id', 'seq', name=op.f('pk_control_step')),
    sqlite_with_rowid=False
    )
    op.create_table('video',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=48), nullable=False),
    sa.Column('name', sa.String(length=96), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('feature_id', sa.Integer(), nullable=True),
    sa.Column('link', sa.String(length=400), nullable=True),
    sa.Column('snapshot', sa.String(length=400), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('checked_at', Moment(), nullable=True),
    sa.Column('as_of', Moment(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['cell_id'], ['region.id'], name=op.f('fk_video_cell_id')),
    sa.ForeignKeyConstraint(['feature_id'], ['feature.id'], name=op.f('fk_video_feature_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_video')),
    sa.UniqueConstraint('code', name=op.f('uq_video_code'))
    )
    with op.batch_alter_table('video', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_video_cell_id'), ['cell_id'], unique=False)
    op.create_table('check_tick',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('phase', sa.String(length=8), nullable=False),
    sa.Column('item', sa.String(length=96), nullable=False),
    sa.Column('done', sa.Boolean(), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_tick'))
    )
    with op.batch_alter_table('check_tick', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_tick_day_phase'), ['day', 'phase'], unique=False)
