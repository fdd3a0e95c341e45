"""The names of constraints: each has one, the same on both databases, so that a migration can change it."""

from sqlmodel import SQLModel

_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def apply() -> None:
    """Set the names; before the first table is declared, so every `tables.py` begins with it."""
    SQLModel.metadata.naming_convention = _CONVENTION
