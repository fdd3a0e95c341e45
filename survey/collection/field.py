"""The interviewer's tablet: `/veld/{slug}`."""

from flask import Blueprint

blueprint = Blueprint("field", __name__, url_prefix="/veld", template_folder="templates")
