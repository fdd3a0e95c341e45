"""Sending mail: messages that cannot be bent by what is put in them, over one connection, or to a folder."""

from survey.mail.build import AddressRefused, Mail, build
from survey.mail.post import Post, post
from survey.mail.smtp import Refused, Uncertain, Unreachable

__all__ = ["AddressRefused", "Mail", "Post", "Refused", "Uncertain", "Unreachable", "build", "post"]
