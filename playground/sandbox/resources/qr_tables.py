"""The table of QR codes: a name is taken once within a link."""

from sqlalchemy import Column, Index, String

from playground.sandbox.tables import resource

__all__ = ["qr_codes"]

qr_codes = resource(
    "qr_codes",
    Column("link", String(128), nullable=False),
    Column("name", String(100), nullable=False),
)
Index(
    "qr_code_names",
    qr_codes.c.tenant,
    qr_codes.c.workspace,
    qr_codes.c.link,
    qr_codes.c.name,
    unique=True,
)
