"""The pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("panel", __name__, template_folder="templates")
