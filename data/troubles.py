"""What a screen is ready for when it asks: errors of the house, and a database that does not answer."""

from sqlalchemy.exc import SQLAlchemyError

from data.errors import CockpitError

TROUBLES = (CockpitError, SQLAlchemyError)
