"""The addresses of the researcher: what came in, and what it says."""

from flask import Blueprint

from survey.results import files, pages

blueprint = Blueprint("results", __name__, template_folder="templates")

_TABLES = "<any('csv', 'json'):kind>"
_PICTURES = "<any('svg', 'vl.json'):kind>"

blueprint.add_url_rule("/onderzoek", view_func=pages.studies)
blueprint.add_url_rule("/onderzoek/", view_func=pages.home_of_studies)
blueprint.add_url_rule("/onderzoek/<slug>", view_func=pages.overview)
blueprint.add_url_rule("/onderzoek/<slug>/ladder", view_func=pages.ladder)
blueprint.add_url_rule("/onderzoek/<slug>/cijfers", view_func=pages.figures)
blueprint.add_url_rule(f"/onderzoek/<slug>/respons.{_TABLES}", view_func=files.response_file)
blueprint.add_url_rule(f"/onderzoek/<slug>/respons.{_PICTURES}", view_func=files.response_chart)
blueprint.add_url_rule(f"/onderzoek/<slug>/ladder.{_TABLES}", view_func=files.ladder_file)
blueprint.add_url_rule(f"/onderzoek/<slug>/ladder.{_PICTURES}", view_func=files.ladder_chart_of)
blueprint.add_url_rule(f"/onderzoek/<slug>/cijfers.{_TABLES}", view_func=files.figures_file)
blueprint.add_url_rule(f"/onderzoek/<slug>/cijfers.{_PICTURES}", view_func=files.figures_chart)
blueprint.add_url_rule(f"/onderzoek/<slug>/kaart.{_PICTURES}", view_func=files.map_chart)
