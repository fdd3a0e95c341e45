"""The pages where a supervisor follows the fieldwork."""

from flask import Blueprint

blueprint = Blueprint("monitor", __name__, template_folder="templates")
