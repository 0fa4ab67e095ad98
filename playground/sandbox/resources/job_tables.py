"""The tables of what takes its time: batches, imports and exports."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from playground.sandbox.tables import METADATA, key, resource

__all__ = ["connections", "exports", "jobs", "visits"]

# `items` is what is still to be done, `results` what came of each that was.
jobs = resource(
    "jobs",
    Column("family", String(16), nullable=False),
    Column("items", Text, nullable=False),
    Column("results", Text, nullable=False),
)
Index("jobs_of_family", jobs.c.tenant, jobs.c.workspace, jobs.c.family)

exports = resource("exports", Column("content", Text, nullable=False))

# Someone on the way to a provider and back; the state is kept as a digest.
visits = Table(
    "import_visits",
    METADATA,
    key("tenant"),
    key("digest"),
    Column("workspace", String(128), nullable=False),
    Column("provider", String(32), nullable=False),
    Column("code_digest", String(64), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

connections = Table(
    "import_connections",
    METADATA,
    key("tenant"),
    key("workspace"),
    key("provider"),
    Column("connected_at", BigInteger, nullable=False),
)
