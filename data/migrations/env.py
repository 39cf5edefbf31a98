"""Alembic's way in: uses the connection it is given and the one MetaData."""

from alembic import context

from data.schema import metadata


def render_item(kind: str, item: object, autogen: object) -> str | bool:
    """Write our Moment columns by name."""
    if kind == "type" and type(item).__name__ == "Moment":
        autogen.imports.add("from data.times import Moment")  # type: ignore[attr-defined]
        return "Moment()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
