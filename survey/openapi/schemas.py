"""The shapes of what the API takes and gives, as JSON Schema."""

from typing import Any

from questionnaires.context import MODES, ORIGINS
from survey.collection.body import Body
from survey.openapi import devices
from survey.openapi.contacts import CONTACTS, CONTACTS_ANSWER
from survey.openapi.fieldwork import FIELDWORK
from survey.openapi.interviews import BATCH, BATCH_ANSWER, SEALED
from survey.problems import CATALOGUE

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
TREE: Schema = {
    "type": ["array", "null"],
    "description": 'An expression as a tree of arrays, such as ["==", ["answer", "age"], ["number", 18]].',
}
PER_LANGUAGE: Schema = {"type": "object", "additionalProperties": TEXT}


def exactly(**members: Schema) -> Schema:
    """An object with these members, all of them."""
    return {"type": "object", "required": sorted(members), "properties": members}


def listing(item: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": item}


def optional(schema: Schema) -> Schema:
    """This, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


RECEIPT = exactly(
    id={"type": "string", "format": "uuid"},
    digest=SHA256 | {"description": "SHA-256 of the bytes that are kept, hexadecimal."},
    received_at={"type": "string", "format": "date-time"},
    signature=TEXT
    | {
        "description": "Ed25519 in base64, over four lines joined by a line feed: `wijkpeil receipt 1`, id, digest, "
        "received_at. Check it with `receipt_key` of the study."
    },
)
PROBLEM = exactly(
    type=TEXT | {"format": "uri-reference"},
    title=TEXT,
    status=NUMBER,
    code={"type": "string", "enum": sorted(CATALOGUE)},
    detail=TEXT,
)
COUNT = exactly(
    study=TEXT,
    interviews=NUMBER | {"description": "All that are kept, whatever their state."},
    accepted=NUMBER,
    flagged=NUMBER | {"description": "Kept, did not agree with their questionnaire, wait for a person."},
    excluded=NUMBER,
    conflicts=NUMBER | {"description": "Other bytes that came for an interview which was kept already."},
    by_state=COUNTS,
    by_outcome=COUNTS | {"description": "`complete`, or why it ended before."},
    by_origin=COUNTS,
    by_area=COUNTS | {"description": "Every area of the study; the empty name stands for no area."},
    by_day=COUNTS,
)
SUMMARY_MEMBERS: dict[str, Schema] = {
    "slug": TEXT,
    "title": TEXT,
    "municipality": TEXT,
    "synthetic": FLAG,
    "open": FLAG,
    "questionnaire": SHA256 | {"description": "The hash of the newest questionnaire."},
    "version": NUMBER,
}
CODE = exactly(code=TEXT, label=PER_LANGUAGE, exclusive=FLAG, when=TREE)
VARIABLE = exactly(
    name=TEXT,
    kind={
        "type": "string",
        "enum": ["single", "multiple", "number", "text", "long_text", "date", "scale", "area", "consent"],
    },
    page=TEXT,
    text=PER_LANGUAGE,
    required=FLAG,
    codes=listing(CODE),
    missing=listing({"type": "string", "enum": ["dont_know", "refused", "not_applicable"]}),
    min={"type": ["number", "string", "null"]},
    max={"type": ["number", "string", "null"]},
    decimals={"type": ["integer", "null"]},
    role={"type": ["string", "null"]},
    sensitive=FLAG,
    when=TREE,
    checks=listing(exactly(that=TREE, soft=FLAG)),
    measures=listing({"type": "object"}),
)
LANGUAGE = exactly(
    code=TEXT,
    name=TEXT,
    direction={"type": "string", "enum": ["ltr", "rtl"]},
    status={"type": "string", "enum": ["reviewed", "concept"]},
)
AREA = exactly(code=TEXT, name=TEXT, row=NUMBER, col=NUMBER, residents=optional(NUMBER))
WAVE = exactly(number=NUMBER, label=TEXT, starts_on=DAY, ends_on=optional(DAY))
PAGE = exactly(id=TEXT, variables=listing(TEXT), when=TREE, ends=optional(exactly(when=TREE, outcome=TEXT)))
STUDY = exactly(
    **SUMMARY_MEMBERS,
    description=TEXT,
    default_origin={"type": "string", "enum": list(ORIGINS)},
    published_at={"type": "string", "format": "date-time"},
    versions=listing(exactly(version=NUMBER, questionnaire=SHA256)),
    languages=listing(LANGUAGE),
    origins=listing({"type": "string", "enum": list(ORIGINS)}),
    modes=listing({"type": "string", "enum": list(MODES)}),
    areas=listing(AREA),
    waves=listing(WAVE),
    missing={"type": "object", "additionalProperties": PER_LANGUAGE},
    entities={"type": "object"},
    variables=listing(VARIABLE),
    pages=listing(PAGE),
    limits=exactly(max_bytes=NUMBER, digest={"const": "sha-256"}),
    receipt_key=TEXT | {"description": "The Ed25519 public key of receipts: 32 bytes in base64."},
)


def schemas() -> dict[str, Schema]:
    """All shapes, by the name under which the document refers to them."""
    interview = Body.model_json_schema(ref_template="#/components/schemas/{model}")
    interview["title"] = "Interview"
    return {
        "Interview": interview,
        "SealedInterview": SEALED,
        "Batch": BATCH,
        "BatchAnswer": BATCH_ANSWER,
        "Contacts": CONTACTS,
        "ContactsAnswer": CONTACTS_ANSWER,
        **devices.shapes(),
        "Fieldwork": FIELDWORK,
        "Receipt": RECEIPT,
        "Problem": PROBLEM,
        "Conflict": {
            "allOf": [
                {"$ref": "#/components/schemas/Problem"},
                exactly(kept={"$ref": "#/components/schemas/Receipt"}),
            ]
        },
        "Counts": COUNT,
        "StudyList": exactly(studies=listing(exactly(**SUMMARY_MEMBERS))),
        "Study": STUDY,
        "Problems": exactly(problems=listing(exactly(code=TEXT, status=NUMBER, title=TEXT))),
    }
