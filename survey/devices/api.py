"""What a device asks for: to be let in, its bundles, and to check in."""

from flask import Blueprint

blueprint = Blueprint("device_api", __name__)
