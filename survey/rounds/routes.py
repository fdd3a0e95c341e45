"""The addresses of the researcher for asking the panel: rounds, their samples and their texts."""

from flask import Blueprint

from survey.rounds.pages import overview, sample, texts

blueprint = Blueprint("rounds", __name__, template_folder="templates")

_PANEL = "/onderzoek/<slug>/panel"
_ROUND = f"{_PANEL}/<uuid:round_id>"

blueprint.add_url_rule(_PANEL, "panel", overview.panel)
blueprint.add_url_rule(f"{_PANEL}/nieuw", "new", overview.new)
blueprint.add_url_rule(f"{_PANEL}/nieuw", "make", overview.make, methods=["POST"])
blueprint.add_url_rule(_ROUND, "page", overview.round_page)
blueprint.add_url_rule(f"{_ROUND}/termijn", "edit", overview.edit)
blueprint.add_url_rule(f"{_ROUND}/termijn", "save", overview.save, methods=["POST"])
blueprint.add_url_rule(f"{_ROUND}/trekken", "sample", sample.sample)
blueprint.add_url_rule(f"{_ROUND}/trekken", "draw", sample.draw_now, methods=["POST"])
blueprint.add_url_rule(f"{_ROUND}/trekken/ongedaan", "undo", sample.undo_draw, methods=["POST"])
blueprint.add_url_rule(f"{_ROUND}/teksten", "texts", texts.texts)
blueprint.add_url_rule(f"{_ROUND}/teksten", "save_texts", texts.save_texts, methods=["POST"])
blueprint.add_url_rule(f"{_ROUND}/verwijderen", "remove", overview.take_away, methods=["POST"])
