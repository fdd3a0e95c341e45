"""The fieldwork as JSON: the same numbers as the overview, for a program that follows it."""

from datetime import datetime
from typing import Any

from survey.fieldwork.rates import Group
from survey.monitor.clock import aware
from survey.monitor.follow import Fieldwork
from survey.monitor.pace import Counted, Lasted
from survey.monitor.reconcile import Reconciled


def document(found: Fieldwork) -> dict[str, Any]:
    """Everything of the overview. Durations are in seconds, moments in UTC."""
    return {
        "study": found.study.slug,
        "wave": found.wave.number,
        "at": _moment(found.moment),
        "last_received_at": _moment(found.last),
        "to_do": [
            {"code": task.code, "count": task.count, "names": list(task.names)} for task in found.tasks
        ],
        "interviews": _counted(found.pace.all),
        "by_interviewer": [
            {"interviewer": code} | _counted(each) for code, each in found.pace.by_interviewer.items()
        ],
        "by_day": [{"day": day.isoformat()} | _counted(each) for day, each in found.pace.by_day.items()],
        "by_area": [{"area": code} | _counted(each) for code, each in found.pace.by_area.items()],
        "duration": _lasted(found.pace.lasted)
        | {"by_language": {code: _lasted(each) for code, each in found.pace.by_language.items()}},
        "stopped": [
            {"page": each.page, "reached": each.reached, "stopped": each.stopped, "by_outcome": each.by_outcome}
            for each in found.stops
        ],
        "quota": [
            {
                "id": cell.id, "area": cell.area, "group": cell.group, "label": cell.label, "target": cell.target,
                "counted": cell.counted, "over": cell.over, "leased": cell.leased, "open": cell.open,
                "behind": cell.behind,
            }
            for cell in found.cells
        ],
        "approached": _approached(found.approached)
        | {"by_area": [{"area": code} | _approached(each) for code, each in found.approached_by_area.items()]},
        "devices": [_device(each) for each in found.devices],
        "conflicts": sum(not each.judged for each in found.conflicts),
    }  # fmt: skip


def _counted(each: Counted) -> dict[str, Any]:
    return {
        "counted": each.counts,
        "to_review": each.waits,
        "set_aside": each.aside,
        "stopped": each.stopped,
        "by_outcome": dict(each.by_outcome),
        "days": len(each.days),
    }


def _lasted(each: Lasted) -> dict[str, Any]:
    return {"n": each.n, "lower_quartile": each.lower, "median": each.middle, "upper_quartile": each.upper}


def _approached(each: Group) -> dict[str, Any]:
    return {
        "approaches": each.approaches,
        "eligible": each.eligible,
        "outcomes": dict(each.outcomes),
        "rates": {
            name: {"share": rate.share, "low": rate.low, "high": rate.high, "n": rate.n} if rate else None
            for name, rate in each.rates.items()
        },
    }


def _device(each: Reconciled) -> dict[str, Any]:
    return {
        "id": each.device.id,
        "name": each.device.name,
        "revoked": each.device.revoked_at is not None,
        "seen_at": _moment(each.device.seen_at),
        "finished": each.finished,
        "received": each.received,
        "waiting": [
            {"id": str(one.id), "number": one.number, "finished_at": one.finished_at} for one in each.still
        ],
        "missing": each.missing_count,
        "missing_numbers": list(each.missing),
        "double_numbers": list(each.doubles),
        "agrees": each.agrees,
        "problems": each.report.problems if each.report else 0,
        "draft": each.report.has_draft if each.report else False,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else aware(moment).isoformat().replace("+00:00", "Z")
