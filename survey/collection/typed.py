"""The columns of a snapshot: what each has as its type, and how one accepted interview fills them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from survey.collection.measured import in_order, indicators, measured
from survey.collection.tables import Interview

if TYPE_CHECKING:
    import pyarrow as pa

ANSWER = "answer_"
MISSING = "missing:"
# What people write in their own words is not needed for any figure, and stays in the database.
_LEFT_OUT = frozenset({"text", "long_text"})


class Columns:
    """The columns for all versions of one study's questionnaire together.

    Fixed: interview, origin, mode, wave, area, language, stratum, psu, weight, completed. For each question
    `answer_<name>`: a code (a missing code as `missing:refused`), the codes of a multiple answer joined by `|`, a number, or
    an ISO date; null when it was not asked or not counted. For each indicator `m:<measure>:<entity>`: 1, 0, a number or null.
    """

    def __init__(self, programmes: Mapping[int, Mapping[str, Any]]) -> None:
        """Take the programmes by the id of their version."""
        self._programmes = programmes
        self.answers: dict[str, str] = {}
        for programme in programmes.values():
            for name, variable in in_order(programme).items():
                if variable["kind"] in _LEFT_OUT:
                    continue
                kind = "number" if variable["kind"] == "number" else "code"
                # A question that changed from number to code between versions can only be kept as text.
                self.answers[name] = kind if self.answers.get(name, kind) == kind else "code"
        every = (name for programme in programmes.values() for name in indicators(programme))
        self.indicators = tuple(dict.fromkeys(every))

    def schema(self) -> "pa.Schema":
        """The Arrow schema, the same for every wave of the study."""
        import pyarrow as pa

        text, number = pa.string(), pa.float64()
        fixed = dict.fromkeys(("interview", "origin", "mode", "area", "language", "stratum", "psu"), text)
        return pa.schema(
            [
                *fixed.items(),
                ("wave", pa.int64()),
                ("weight", number),
                ("completed", pa.timestamp("us")),
                *(
                    (ANSWER + name, number if kind == "number" else text)
                    for name, kind in self.answers.items()
                ),
                *((name, number) for name in self.indicators),
            ]
        )

    def table(self, interviews: Iterable[Interview], wave: int) -> "pa.Table":
        """Fill the columns with interviews of one wave."""
        import pyarrow as pa

        return pa.Table.from_pylist([self._row(one, wave) for one in interviews], schema=self.schema())

    def _row(self, interview: Interview, wave: int) -> dict[str, Any]:
        counted = set(interview.counted)
        answers = {name: value for name, value in interview.answers.items() if name in counted}
        programme = self._programmes.get(interview.version_id or 0)
        return {
            "interview": str(interview.id),
            "origin": interview.origin,
            "mode": interview.mode,
            "area": interview.area,
            "language": interview.language,
            "stratum": interview.stratum,
            "psu": None if interview.psu == str(interview.id) else interview.psu,
            "wave": wave,
            "weight": interview.weight,
            "completed": _utc(interview.completed_at),
            **{ANSWER + name: _cell(kind, answers.get(name)) for name, kind in self.answers.items()},
            **(measured(programme, answers, interview.counted) if programme else {}),
        }


def _utc(moment: datetime) -> datetime:
    # Parquet keeps the moment without a zone: reading zones would need an extension of the engine.
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _cell(kind: str, answer: Any) -> str | float | None:
    if answer is None or answer in ("", []):
        return None
    if kind == "number":
        return float(answer) if isinstance(answer, int | float) else None
    if isinstance(answer, dict):
        return f"{MISSING}{answer.get('missing')}"
    return "|".join(map(str, answer)) if isinstance(answer, list) else str(answer)
