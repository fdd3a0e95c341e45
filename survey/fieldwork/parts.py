"""The parts of the set-up of a study that fieldwork brings: written down in its history, and undone, like any other."""

from flask_babel import lazy_gettext as _

from survey.fieldwork import means, quota
from survey.studies import change, differences, wording
from survey.studies.change import Part

QUOTA, MEANS, OUTLINES, RECORDINGS = "quota", "fieldwork", "outlines", "recordings"

change.PARTS[QUOTA] = Part(quota.read, quota.write)
change.PARTS[MEANS] = Part(means.read, means.write)
differences.KEYS[QUOTA] = ("group", "area")
differences.NAMES[QUOTA] = ("name",)
wording.PARTS[QUOTA] = _("Quota")
wording.PARTS[MEANS] = _("Veldwerk")
wording.PARTS[OUTLINES] = _("Grenzen")
wording.PARTS[RECORDINGS] = _("Geluid")
wording.FIELDS.update({
    "target": _("aantal"),
    "rule": _("wie"),
    "uses_gps": _("gebied zoeken met GPS"),
    "over_quota": _("gesprekken boven het quotum"),
})  # fmt: skip
wording.VALUES["over_quota"] = {"count": _("tellen mee"), "leave_out": _("tellen niet mee")}
wording.SAID.update({
    "outlines": _("De grenzen van %(count)s gebieden zijn ingelezen."),
    "no_outlines": _("De grenzen van de gebieden zijn weggehaald."),
    "recorded": _("Geluid voor de vraag %(variable)s (%(language)s)."),
    "unrecorded": _("Weggehaald: geluid voor de vraag %(variable)s (%(language)s)."),
})  # fmt: skip
