"""The pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("studies", __name__, template_folder="templates")
