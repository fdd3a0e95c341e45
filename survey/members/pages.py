"""All pages about members, under one blueprint."""

from survey.members import file_routes, leave_routes
from survey.members.routes import blueprint

__all__ = ["blueprint", "file_routes", "leave_routes"]
