"""What Alembic runs: the migrations on the connection it was handed."""

from alembic import context

from diagnosis.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
