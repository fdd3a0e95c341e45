"""The forms with which a study is made and set up."""

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField

from survey.studies import about, areas, margins, waves
from survey.studies.fields import ChoiceField, DayField, LineField, LinesField, WholeField
from survey.studies.import_margins import FIRST_YEAR, LAST_YEAR
from survey.studies.publish import LONGEST_SLUG
from survey.studies.wording import ORIGINS

LONGEST_SOURCE = 200_000
"""The most characters of a questionnaire or table in a form."""


class AboutForm(Form):
    """What a study says of itself."""

    title = LineField(_("Titel"), about.LONGEST_TITLE, needed=_("Geef het onderzoek een titel."))
    municipality = LineField(_("Gemeente"), about.LONGEST_MUNICIPALITY)
    description = LinesField(
        _("Uitleg voor inwoners"),
        about.LONGEST_DESCRIPTION,
        hint=_("Deze tekst staat op de eerste pagina van de vragenlijst."),
    )
    default_origin = ChoiceField(_("Wie vullen het online in?"), tuple(ORIGINS.items()), default="open_link")


class NewStudyForm(AboutForm):
    """Everything that a study needs to begin with."""

    slug = LineField(
        _("Naam in het adres"),
        LONGEST_SLUG,
        hint=_("Kleine letters, cijfers en streepjes. Laat u dit leeg, dan maken wij de naam van de titel."),
    )
    library = ChoiceField(_("Vragenlijst"), default="")
    source = LinesField(
        _("Of plak hier een vragenlijst (YAML)"),
        LONGEST_SOURCE,
        hint=_("Wat hier staat of wat u kiest als bestand, gaat voor de keuze hierboven."),
    )
    places = LinesField(
        _("Gebieden"),
        LONGEST_SOURCE,
        hint=_(
            "Eén wijk of buurt per regel, met het aantal inwoners erachter als u dat weet: Noord; 4000. "
            "Of plak een tabel met de kolommen code, naam en inwoners."
        ),
    )


class AreaForm(Form):
    """One area in the list of all."""

    code = HiddenField()
    order = WholeField(_("Volgorde"), 1, 9999, needed=_("Geef een volgnummer."))
    name = LineField(_("Naam"), areas.LONGEST_NAME, needed=_("Geef het gebied een naam."))
    residents = WholeField(_("Inwoners"), 0, areas.MOST_RESIDENTS)
    line = WholeField(_("Rij"), 1, areas.MOST_PLACE, needed=_("Geef de rij op de kaart."))
    column = WholeField(_("Kolom"), 1, areas.MOST_PLACE, needed=_("Geef de kolom op de kaart."))


class AreasForm(Form):
    """All areas at once."""

    areas = FieldList(FormField(AreaForm), max_entries=areas.MOST)


class WaveForm(Form):
    """One wave."""

    number = HiddenField()
    label = LineField(_("Naam"), waves.LONGEST_LABEL, needed=_("Geef de meting een naam."))
    starts_on = DayField(_("Eerste dag"), needed=_("Geef de eerste dag."), hint=_("Bijvoorbeeld 1-3-2026"))
    ends_on = DayField(_("Laatste dag"), hint=_("Leeg: de meting loopt door."))


class WavesForm(Form):
    """All waves at once."""

    waves = FieldList(FormField(WaveForm), max_entries=waves.MOST)


class MarginsForm(Form):
    """The categories of one variable."""

    variable = LineField(
        _("Variabele"),
        margins.LONGEST,
        needed=_("Geef de naam van de variabele."),
        hint=_("De naam van de vraag in de vragenlijst, bijvoorbeeld sex."),
    )
    categories = LinesField(
        _("Categorieën"),
        LONGEST_SOURCE,
        needed=_("Geef ten minste één categorie."),
        hint=_("Eén per regel: categorie; aantal inwoners. Bijvoorbeeld: woman; 5020."),
    )
    source = LineField(_("Bron"), margins.LONGEST_SOURCE, hint=_("Bijvoorbeeld CBS StatLine."))
    year = WholeField(_("Jaar"), FIRST_YEAR, LAST_YEAR)
