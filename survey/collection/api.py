"""The pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("collection", __name__, template_folder="templates")
