"""The addresses of the end of a round."""

from flask import Blueprint

from survey.closing import harvest, keep_no_longer, wipe
from survey.closing.pages import closing, feedback, link, response

blueprint = Blueprint("closing", __name__, template_folder="templates")

# What the worker does: known to it as soon as these are loaded.
WORK = (harvest.harvest_round, wipe.wipe, keep_no_longer.destroy_old_links)

_ROUND = "/onderzoek/<slug>/panel/<uuid:round_id>"

blueprint.add_url_rule(f"{_ROUND}/sluiten", "close", closing.close_page)
blueprint.add_url_rule(f"{_ROUND}/sluiten", "close_now", closing.close_now, methods=["POST"])
blueprint.add_url_rule(f"{_ROUND}/respons", "response", response.response)
blueprint.add_url_rule(f"{_ROUND}/respons.<any(csv, json):kind>", "response_file", response.response_file)
blueprint.add_url_rule(f"{_ROUND}/koppeling", "link", link.link)
blueprint.add_url_rule(f"{_ROUND}/koppeling", "destroy", link.destroy_now, methods=["POST"])
blueprint.add_url_rule(f"{_ROUND}/koppeling/termijn", "keep", link.keep, methods=["POST"])
blueprint.add_url_rule(f"{_ROUND}/terugkoppeling", "feedback", feedback.feedback)
blueprint.add_url_rule(f"{_ROUND}/terugkoppeling", "save_feedback", feedback.save, methods=["POST"])
