"""Everything that a client needs to know of a study to send a valid interview."""

from typing import Any

from sqlmodel import Session

from questionnaires.context import MODES, ORIGINS
from survey import signing
from survey.settings import Settings
from survey.studies import find
from survey.studies.tables import QuestionnaireVersion, Study


def summary(study: Study, version: QuestionnaireVersion) -> dict[str, Any]:
    """One line of the list of studies."""
    return {
        "slug": study.slug,
        "title": study.title,
        "municipality": study.municipality,
        "synthetic": study.synthetic,
        "open": study.is_open,
        "questionnaire": version.hash,
        "version": version.number,
    }


def describe(session: Session, study: Study, settings: Settings) -> dict[str, Any]:
    """The study, the newest questionnaire with its variables and pages, areas, waves, limits and the receipt's key."""
    version = find.version(session, study)
    areas = find.areas(session, study)
    programme = find.programme(version, areas)
    return summary(study, version) | {
        "description": study.description,
        "default_origin": study.default_origin,
        "published_at": version.published_at.isoformat(),
        "versions": [
            {"version": each.number, "questionnaire": each.hash} for each in find.versions(session, study)
        ],
        "languages": programme["languages"],
        "origins": list(ORIGINS),
        "modes": list(MODES),
        "areas": [
            {
                "code": each.code,
                "name": each.name,
                "row": each.row,
                "col": each.col,
                "residents": each.residents,
            }
            for each in areas
        ],
        "waves": [
            {
                "number": each.number,
                "label": each.label,
                "starts_on": each.starts_on.isoformat(),
                "ends_on": each.ends_on.isoformat() if each.ends_on else None,
            }
            for each in find.waves(session, study)
        ],
        "missing": programme["missing"],
        "entities": programme["entities"],
        "variables": [_variable(name, each) for name, each in programme["variables"].items()],
        "pages": [
            {
                "id": each["id"],
                "variables": each["questions"],
                "when": each["when"],
                "ends": each["ends"] and {"when": each["ends"]["when"], "outcome": each["ends"]["outcome"]},
            }
            for each in programme["pages"]
        ],
        "limits": {"max_bytes": settings.max_interview_bytes, "digest": "sha-256"},
        "receipt_key": signing.public_key(settings.secret),
    }


def _variable(name: str, variable: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "kind": variable["kind"],
        "page": variable["page"],
        "text": {language: _flat(parts) for language, parts in variable["text"].items()},
        "required": variable["required"],
        "codes": [
            {
                "code": each["code"],
                "label": each["label"],
                "exclusive": each["exclusive"],
                "when": each["when"],
            }
            for each in variable["options"]
        ],
        "missing": variable["missing"],
        "min": variable["min"],
        "max": variable["max"],
        "decimals": variable["decimals"],
        "role": variable["role"],
        "sensitive": variable["sensitive"],
        "when": variable["when"],
        "checks": [{"that": each["that"], "soft": each["soft"]} for each in variable["checks"]],
        "measures": variable["measures"],
    }


def _flat(parts: list[Any]) -> str:
    return "".join(part if isinstance(part, str) else f"{{{{ {part['pipe']} }}}}" for part in parts)
