"""The pages where devices are let in, followed and shut out."""

from flask import Blueprint

blueprint = Blueprint("devices", __name__, template_folder="templates")
