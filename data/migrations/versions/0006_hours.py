"""the hour of what adds up, beside the newest reading"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SUM = """SELECT round(sum(s.total) * 10000) / 10000.0 FROM reading_sum AS s
WHERE s.gauge_id = gauge_now.gauge_id AND s.grain = '5' AND s.start > gauge_now.at - 3600 AND s.start <= gauge_now.at"""


def upgrade() -> None:
    op.add_column("gauge_now", sa.Column("hour", sa.Float(), nullable=True))
    op.execute(f"UPDATE gauge_now SET hour = ({SUM}) WHERE gauge_id IN (SELECT id FROM gauge WHERE quantity = 'rain')")
