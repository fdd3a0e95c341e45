"""The addresses where researchers set up their studies."""

from flask import Blueprint

from survey.studies.pages import areas, overview, population, studies, versions, waves

blueprint = Blueprint("management", __name__, template_folder="templates")

_SETUP = "/onderzoek/<slug>/inrichten"
_KEY = "int(max=2147483647)"  # what a key can be on every database


def _get(address: str, view: object) -> None:
    blueprint.add_url_rule(address, view_func=view, methods=["GET"])  # type: ignore[arg-type]


def _post(address: str, view: object) -> None:
    blueprint.add_url_rule(address, view_func=view, methods=["POST"])  # type: ignore[arg-type]


_get("/onderzoek/nieuw", studies.new)
_post("/onderzoek/nieuw", studies.make_study)
_get("/onderzoek/archief", studies.archived)

_get(_SETUP, overview.overview)
_get(f"{_SETUP}/", overview.home_of_setup)
_post(_SETUP, overview.save_about)
_post(f"{_SETUP}/open", overview.open_or_close)
_post(f"{_SETUP}/archief", overview.archive)
_post(f"{_SETUP}/terug/<{_KEY}:event_id>", overview.undo_change)
_get(f"{_SETUP}/verwijderen", studies.confirm_removal)
_post(f"{_SETUP}/verwijderen", studies.remove_study)

_get(f"{_SETUP}/vragenlijst", versions.versions)
_post(f"{_SETUP}/vragenlijst", versions.new_version)
_get(f"{_SETUP}/vragenlijst/<{_KEY}:number>/voorbeeld/<language>", versions.version_preview)
_get(f"{_SETUP}/vragenlijst/<{_KEY}:number>.yaml", versions.version_file)

_get(f"{_SETUP}/gebieden", areas.areas)
_post(f"{_SETUP}/gebieden", areas.save_areas)
_get(f"{_SETUP}/gebieden.csv", areas.areas_file)
_post(f"{_SETUP}/gebieden/erbij", areas.add_areas)
_get(f"{_SETUP}/gebieden/<{_KEY}:area_id>/verwijderen", areas.confirm_area)
_post(f"{_SETUP}/gebieden/<{_KEY}:area_id>/verwijderen", areas.remove_area)

_get(f"{_SETUP}/metingen", waves.waves)
_post(f"{_SETUP}/metingen", waves.save_waves)
_post(f"{_SETUP}/metingen/erbij", waves.add_wave)
_get(f"{_SETUP}/metingen/<{_KEY}:wave_id>/verwijderen", waves.confirm_wave)
_post(f"{_SETUP}/metingen/<{_KEY}:wave_id>/verwijderen", waves.remove_wave)

_get(f"{_SETUP}/bevolking", population.population)
_post(f"{_SETUP}/bevolking", population.save_margins)
_get(f"{_SETUP}/bevolking.csv", population.population_file)
_post(f"{_SETUP}/bevolking/inlezen", population.import_population)
_post(f"{_SETUP}/bevolking/verwijderen", population.remove_margins)
