"""A date in three fields."""

from typing import Any

from questionnaires.engine.notation import real
from questionnaires.fields.answer import AnswerField, Posted

PARTS = ("day", "month", "year")


class DateField(AnswerField):
    """Day, month and year; the answer is an ISO date. What is no date stays `day-month-year` as it was typed."""

    def read(self, posted: Posted) -> Any:
        """The date, or the missing code."""
        typed = {part: "".join(posted.getlist(f"{self.name}-{part}")[:1]).strip() for part in PARTS}
        codes, _ = self._apart(posted.getlist(self.name))
        self.posted = bool(codes) or any(posted.getlist(f"{self.name}-{part}") for part in PARTS)
        if not any(typed.values()):
            self.mixed = codes[0] if len(codes) > 1 else None
            return {"missing": codes[0]} if len(codes) == 1 else None
        self.mixed = codes[0] if codes else None
        return date(**typed)


def date(day: str, month: str, year: str) -> str:
    """The ISO date, or what was typed with dashes between when the calendar has no such day."""
    if all(part.isdecimal() and len(part) <= len("0000") for part in (day, month, year)):
        iso = f"{int(year):04}-{int(month):02}-{int(day):02}"
        if real(iso) and len(year) == len("0000"):
            return iso
    return "-".join(part.replace("-", "/") for part in (day, month, year))


def split(written: str) -> dict[str, str]:
    """Day, month and year of an answer, whether it is an ISO date or what `date` kept of a wrong one."""
    if real(written):
        return {"day": str(int(written[8:])), "month": str(int(written[5:7])), "year": written[:4]}
    pieces = written.split("-")
    if len(pieces) != len(PARTS):
        return {"day": written, "month": "", "year": ""}
    return dict(zip(PARTS, pieces, strict=True))
