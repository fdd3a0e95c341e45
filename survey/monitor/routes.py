"""The addresses where a supervisor follows the fieldwork."""

from flask import Blueprint

from survey.monitor.pages import devices, interviews, overview

blueprint = Blueprint("monitor", __name__, template_folder="templates")

_FIELD = "/onderzoek/<slug>/veldwerk"

blueprint.add_url_rule(_FIELD, "overview", overview.page)
blueprint.add_url_rule(f"{_FIELD}/apparaten", "devices", devices.listed)
blueprint.add_url_rule(f"{_FIELD}/apparaten/<int:device_id>", "device", devices.one)
blueprint.add_url_rule(f"{_FIELD}/interviews", "interviews", interviews.page)
blueprint.add_url_rule(f"{_FIELD}/interviews/<uuid:interview_id>", "interview", interviews.one)
blueprint.add_url_rule(
    f"{_FIELD}/interviews/<uuid:interview_id>/nagekeken", "mark_it", interviews.mark_it, methods=["POST"]
)
blueprint.add_url_rule(
    f"{_FIELD}/interviews/<uuid:interview_id>/besluit", "decide", interviews.decide, methods=["POST"]
)
blueprint.add_url_rule(
    f"{_FIELD}/interviews/<uuid:interview_id>/keuze", "choose", interviews.choose, methods=["POST"]
)
