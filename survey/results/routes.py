"""The pages of the researcher: what came in, and what it says."""

from flask import Blueprint

blueprint = Blueprint("results", __name__, template_folder="templates")
