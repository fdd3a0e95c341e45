"""The pages about accounts: signing in, one's own account, and the people of an organisation."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, template_folder="templates")
