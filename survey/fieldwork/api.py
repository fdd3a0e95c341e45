"""Contacts over HTTP: what came of approaching people, from devices."""

from flask import Blueprint

blueprint = Blueprint("contact_api", __name__)
