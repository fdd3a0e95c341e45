"""The pages where fieldwork is set up: quotas, places, recordings, outlines."""

from flask import Blueprint

blueprint = Blueprint("fieldwork", __name__, template_folder="templates")
