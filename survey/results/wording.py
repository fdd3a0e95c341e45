"""What origins, outcomes, measures, groups and steps are called."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

SMALL = 30
"""Fewer interviews than this in a group: its figure is muted, and the page says why."""

ORIGINS: Mapping[str, LazyString] = {
    "street": lazy_gettext("Straatinterviews"),
    "panel": lazy_gettext("Panel"),
    "open_link": lazy_gettext("Open link"),
    "random_sample": lazy_gettext("Aselecte steekproef"),
    "all": lazy_gettext("Alle herkomsten samen"),
}

MODES: Mapping[str, LazyString] = {
    "interviewer": lazy_gettext("Met interviewer"),
    "online": lazy_gettext("Online"),
    "telephone": lazy_gettext("Telefonisch"),
    "paper": lazy_gettext("Op papier"),
}

OUTCOMES: Mapping[str, LazyString] = {
    "complete": lazy_gettext("Volledig"),
    "partial": lazy_gettext("Gedeeltelijk ingevuld"),
    "refused": lazy_gettext("Geweigerd"),
    "interrupted": lazy_gettext("Onderbroken"),
    "language": lazy_gettext("Geen gemeenschappelijke taal"),
    "quota_full": lazy_gettext("Van deze groep zijn er genoeg"),
    "screened_out": lazy_gettext("Hoort niet bij de doelgroep"),
}

METHODS: Mapping[str, LazyString] = {
    "korn_graubard_assumed": lazy_gettext("Korn en Graubard, met aanname"),
    "korn_graubard": lazy_gettext("Korn en Graubard"),
    "beta": lazy_gettext("Beta"),
    "wilson": lazy_gettext("Wilson"),
    "jeffreys": lazy_gettext("Jeffreys"),
    "logit": lazy_gettext("Logit"),
    "xlogit": lazy_gettext("Xlogit"),
    "likelihood": lazy_gettext("Aannemelijkheid"),
    "asin": lazy_gettext("Boogsinus"),
    "mean": lazy_gettext("Wald (t-interval)"),
}
"""The intervals by name, the default first; `analysis.methods.says` tells what each is."""

MEASURES: Mapping[str, LazyString] = {
    "awareness.unaided": lazy_gettext("Noemt het uit zichzelf"),
    "awareness.aided": lazy_gettext("Kent de naam als die genoemd wordt"),
    "awareness.corrected": lazy_gettext("Kent de naam, zonder wie gokt (geschat)"),
    "awareness.name_only": lazy_gettext("Kent alleen de naam"),
    "knowledge.what": lazy_gettext("Weet wat het team doet"),
    "knowledge.how": lazy_gettext("Weet hoe het team te bereiken is"),
    "use.knowing": lazy_gettext("Heeft er hulp van gehad"),
    "use.unknowing": lazy_gettext("Deed mee zonder het team te herkennen (van wie meedoet)"),
    "knows.person": lazy_gettext("Kent iemand die er werkt"),
    "findability.knows": lazy_gettext("Weet waar hij of zij moet zijn"),
    "findability.knows_not": lazy_gettext("Weet niet waar hij of zij moet zijn"),
    "participation.does": lazy_gettext("Zet zich in voor anderen of de buurt"),
    "participation.wants": lazy_gettext("Wil (nog) meedoen"),
    "profile.sex": lazy_gettext("Man of vrouw"),
    "profile.age": lazy_gettext("Leeftijd"),
    "expectation": lazy_gettext("Verwacht van het team"),
    "channel.heard": lazy_gettext("Hoorde erover via"),
    "channel.prefers": lazy_gettext("Hoort het liefst via"),
}

CHOICES: Mapping[str, LazyString] = {
    "awareness.unaided": lazy_gettext("Bekendheid, spontaan"),
    "awareness.aided": lazy_gettext("Bekendheid, geholpen"),
    "awareness.name_only": lazy_gettext("Bekendheid, alleen de naam"),
    "knowledge.what": lazy_gettext("Kennis, wat het team doet"),
    "knowledge.how": lazy_gettext("Kennis, hoe te bereiken"),
    "use.knowing": lazy_gettext("Gebruik, bewust"),
    "use.unknowing": lazy_gettext("Gebruik, zonder het te weten"),
    "knows.person": lazy_gettext("Kent een medewerker"),
    "findability.knows": lazy_gettext("Vindbaarheid, weet waar"),
    "findability.knows_not": lazy_gettext("Vindbaarheid, weet niet waar"),
    "participation.does": lazy_gettext("Meedoen, doet het nu"),
    "participation.wants": lazy_gettext("Meedoen, wil het (nog)"),
    "expectation": lazy_gettext("Verwachting"),
    "channel.heard": lazy_gettext("Kanaal, hoorde erover"),
    "channel.prefers": lazy_gettext("Kanaal, voorkeur"),
}
"""Short names to choose from, the subject first, so that what belongs together stands together."""

GROUPS: Mapping[str, LazyString] = {
    "area": lazy_gettext("Wijk of buurt"),
    "wave": lazy_gettext("Meting"),
    "origin": lazy_gettext("Herkomst"),
    "mode": lazy_gettext("Manier van invullen"),
    "language": lazy_gettext("Taal"),
}


def measure_name(measure: str) -> str:
    """What a measure is called; a measure of the questionnaire's own is called as its author did."""
    return str(MEASURES.get(measure) or measure.replace(".", ": ").replace("_", " "))


STEPS: Mapping[str, LazyString] = {
    "awareness.unaided": lazy_gettext("Noemt het team uit zichzelf"),
    "awareness.aided": lazy_gettext("Kent het team (naam genoemd)"),
    "awareness.name_only": lazy_gettext("Kent alleen de naam"),
    "knowledge.what": lazy_gettext("Weet wat het team doet"),
    "knowledge.how": lazy_gettext("Weet hoe het te bereiken is"),
    "use.knowing": lazy_gettext("Heeft het team gebruikt"),
    "use.unknowing": lazy_gettext("Deed mee zonder het te weten"),
    "knows.person_only": lazy_gettext("Kent alleen een persoon"),
    "knows.old_name_only": lazy_gettext("Kent alleen de oude naam"),
}

IN_CHART: Mapping[str, LazyString] = {
    **STEPS,
    "use.unknowing": lazy_gettext("Deed mee zonder het te weten (van wie meedoet)"),
}
"""The steps where no base can be said beside them: a share that is not of everybody says so itself."""
