"""events as a living process"""

import sqlalchemy as sa
from alembic import op
from data.times import Moment

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Version 1 knew simulated events only: they go, and the demo is made anew."""
    for table in ("event_history", "event_dwell", "event_day", "event"):
        op.drop_table(table)
    op.execute("DELETE FROM demo_pending")
    op.execute("DELETE FROM house_fact WHERE key = 'demo_clock'")
    op.create_table('category', sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('parent', sa.String(length=32), nullable=True),
    sa.Column('level', sa.SmallInteger(), nullable=False),
    sa.Column('top', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_category')))
    op.create_table('event_external', sa.Column('origin', sa.String(length=64), nullable=False),
    sa.Column('external_id', sa.String(length=128), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('origin', 'external_id', name=op.f('pk_event_external')),
    sqlite_with_rowid=False)
    op.create_table('event_history', sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.SmallInteger(), nullable=False),
    sa.Column('move', sa.String(length=12), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('change', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('event_id', 'seq', name=op.f('pk_event_history')),
    sqlite_with_rowid=False)
    op.create_table('event_number', sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_event_number')),
    sqlite_with_rowid=False)
    op.create_table('import_batch', sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file', sa.String(length=255), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('profile', sa.String(length=64), nullable=False),
    sa.Column('origin', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('rows_read', sa.Integer(), nullable=False),
    sa.Column('imported', sa.Integer(), nullable=False),
    sa.Column('merged', sa.Integer(), nullable=False),
    sa.Column('quarantined', sa.Integer(), nullable=False),
    sa.Column('started_at', Moment(), nullable=False),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch')))
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_batch_digest_profile'), ['digest', 'profile'], unique=False)
    op.create_table('quarantine', sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('door', sa.String(length=16), nullable=False),
    sa.Column('origin', sa.String(length=64), nullable=False),
    sa.Column('profile', sa.String(length=64), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=True),
    sa.Column('row', sa.Integer(), nullable=True),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.Column('fault', sa.String(length=24), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('settled_by', sa.String(length=64), nullable=True),
    sa.Column('settled_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quarantine')))
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quarantine_state_at'), ['state', 'at'], unique=False)
    op.create_table('sender', sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('lo', sa.Integer(), nullable=False),
    sa.Column('hi', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('expires_at', Moment(), nullable=True),
    sa.Column('revoked_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sender')),
    sa.UniqueConstraint('digest', name=op.f('uq_sender_digest')),
    sa.UniqueConstraint('name', name=op.f('uq_sender_name')))
    op.create_table('sent_once', sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('status', sa.SmallInteger(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('sender_id', 'key', name=op.f('pk_sent_once')),
    sqlite_with_rowid=False)
    with op.batch_alter_table('sent_once', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sent_once_at'), ['at'], unique=False)
    op.create_table('agency', sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_agency_region_id')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_agency')))
    op.create_table('event', sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=96), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('category', sa.String(length=24), nullable=False),
    sa.Column('leaf', sa.String(length=32), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('placed', sa.String(length=8), nullable=False),
    sa.Column('lon', sa.Float(), nullable=False),
    sa.Column('lat', sa.Float(), nullable=False),
    sa.Column('reported_at', Moment(), nullable=False),
    sa.Column('provenance', sa.String(length=16), nullable=False),
    sa.Column('seq', sa.SmallInteger(), nullable=False),
    sa.Column('stage', sa.String(length=12), nullable=False),
    sa.Column('grade', sa.String(length=1), nullable=False),
    *(
        sa.Column(name, Moment(), nullable=True)
        for name in (
            'filed_at', 'assigned_at', 'handling_at', 'answered_at', 'verified_at', 'closed_at', 'rated_at', 'ended_at',
        )
    ),
    sa.Column('agency', sa.String(length=32), nullable=True),
    sa.Column('first_agency', sa.String(length=32), nullable=True),
    sa.Column('loop', sa.String(length=8), nullable=False),
    sa.Column('clock', sa.String(length=8), nullable=False),
    sa.Column('deadline_at', Moment(), nullable=False),
    sa.Column('warn_at', Moment(), nullable=False),
    sa.Column('suspended_at', Moment(), nullable=True),
    sa.Column('left_s', sa.Integer(), nullable=True),
    sa.Column('supervised', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('reopened', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('returned', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('reports', sa.SmallInteger(), server_default='1', nullable=False),
    sa.Column('into_id', sa.Integer(), nullable=True),
    sa.Column('restarted_at', Moment(), nullable=True),
    sa.Column('rewound_at', Moment(), nullable=True),
    sa.Column('rating', sa.SmallInteger(), nullable=True),
    sa.Column('visited', sa.SmallInteger(), nullable=True),
    sa.Column('called_agency', sa.String(length=32), nullable=True),
    sa.Column('called_due_at', Moment(), nullable=True),
    sa.Column('arrived_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['cell_id'], ['region.id'], name=op.f('fk_event_cell_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')))
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_code'), ['code'], unique=True)
        for columns in (
            ('agency', 'reported_at', 'cell_id'),
            ('cell_id', 'reported_at', 'category', 'source'),
            ('leaf', 'reported_at', 'cell_id'),
            ('reported_at', 'cell_id', 'category', 'source'),
        ):
            batch_op.create_index(batch_op.f('ix_event_' + '_'.join(columns)), list(columns))
        still_open = 'ended_at IS NULL'
        listed = ('stage', 'category', 'source', 'grade', 'agency', 'leaf', 'deadline_at', 'warn_at', 'suspended_at')
        for name, columns, where in (
            ('open_reported', ('reported_at', 'cell_id', *listed), still_open),
            ('open_deadline', ('deadline_at', 'cell_id'), still_open),
            ('supervised', ('cell_id',), f'{still_open} AND supervised > 0'),
            ('grave', ('grade', 'reported_at', 'cell_id'), "grade IN ('S', 'A')"),
            ('merged', ('reported_at', 'cell_id'), "stage = 'merged'"),
            ('rewound', ('rewound_at',), 'rewound_at IS NOT NULL'),
        ):
            only = sa.text(where)
            batch_op.create_index(f'ix_event_{name}', list(columns), sqlite_where=only, postgresql_where=only)
    op.create_table('event_due', sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('dim', sa.String(length=8), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('ticking', sa.Integer(), server_default='0', nullable=False),
    sa.Column('paused', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('region_id', 'dim', 'key', 'hour', name=op.f('pk_event_due')),
    sqlite_with_rowid=False)
    op.create_table('event_dwell', sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('dim', sa.String(length=8), nullable=False),
    sa.Column('grain', sa.String(length=1), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('n', sa.Integer(), server_default='0', nullable=False),
    *(
        sa.Column(f"{link}_{n:02d}", sa.Integer(), server_default="0", nullable=False)
        for link in ("filed", "assigned", "handling", "answered", "closed", "rated")
        for n in range(32)
    ),
    sa.PrimaryKeyConstraint('region_id', 'dim', 'grain', 'day', 'key', name=op.f('pk_event_dwell')),
    sqlite_with_rowid=False)
    op.create_table('event_hour', sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('grain', sa.String(length=1), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.SmallInteger(), nullable=False),
    *(sa.Column(f"h{n:02d}", sa.Integer(), server_default="0", nullable=False) for n in range(24)),
    sa.PrimaryKeyConstraint('region_id', 'grain', 'day', 'weekday', name=op.f('pk_event_hour')),
    sqlite_with_rowid=False)
    op.create_table('event_sum', sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('dim', sa.String(length=8), nullable=False),
    sa.Column('grain', sa.String(length=1), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    *(
        sa.Column(name, sa.BigInteger() if name == 'rating_sum' else sa.Integer(), server_default='0', nullable=False)
        for name in (
            'reported', 'filed', 'assigned', 'handling', 'answered', 'verified',
            'closed', 'rated', 'rejected', 'merged', 'assigned_known', 'answered_known',
            'prompt', 'answered_on_time', 'on_time', 'satisfied', 'visited', 'visited_ok',
            'returned', 'reopened', 'supervised', 'rating_sum',
        )
    ),
    sa.PrimaryKeyConstraint('region_id', 'dim', 'grain', 'day', 'key', name=op.f('pk_event_sum')),
    sqlite_with_rowid=False)
    op.create_table('event_photo', sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_at', Moment(), nullable=False),
    sa.Column('actor', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_event_photo_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_photo')))
    with op.batch_alter_table('event_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_photo_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_photo_event_id'), ['event_id'], unique=False)
    op.create_table('responsibility', sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('region_id', sa.Integer(), nullable=False),
    sa.Column('grade', sa.String(length=1), nullable=False),
    sa.Column('agency', sa.String(length=32), nullable=False),
    sa.Column('hours', sa.Float(), nullable=True),
    sa.Column('basis', sa.String(length=96), nullable=False),
    sa.ForeignKeyConstraint(['agency'], ['agency.code'], name=op.f('fk_responsibility_agency')),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_responsibility_region_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_responsibility')))
    with op.batch_alter_table('responsibility', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_responsibility_category_region_id'), ['category', 'region_id'], unique=False)
