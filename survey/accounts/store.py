"""The accounts as Flask-Security looks them up: each question by itself, no lock held during a request."""

from typing import Any

from flask_security import SQLAlchemySessionUserDatastore
from sqlalchemy import Engine
from sqlalchemy.orm import scoped_session, sessionmaker
from sqlmodel import Session

from survey.accounts.tables import Account, RoleName


class Store(SQLAlchemySessionUserDatastore):
    """Gives its connection back after every question: the request itself opens a transaction of its own."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Account | None:  # noqa: FBT001, FBT002 (Flask-Security calls it so)
        """The account with this property, or None."""
        found = super().find_user(case_insensitive, **kwargs)
        self.db.session.commit()
        return found if isinstance(found, Account) else None


def store(engine: Engine) -> Store:
    """The store of this database; its `db.session` must be removed at the end of each request."""
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    sessions = scoped_session(sessionmaker(alone, class_=Session, expire_on_commit=False))
    return Store(sessions, Account, RoleName)
