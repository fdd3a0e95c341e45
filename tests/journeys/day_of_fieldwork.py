"""What a day of fieldwork stands on: its questionnaire and quota, a server that can be away, a browser that can be killed."""

import os
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright
from werkzeug.serving import BaseWSGIServer, make_server

from survey.app import create_app
from survey.database import transaction
from survey.fieldwork import quota
from survey.settings import Settings
from survey.studies import find
from survey.studies.publish import publish
from tests.browser import CHROMIUM, FLAGS
from tests.journeys.conftest import AREAS, PATIENCE

STUDY = "velddag"
TARGETS = {("noord", "young"): 8, ("noord", "old"): 8, ("zuid", "young"): 7, ("zuid", "old"): 7}
LANGUAGES = ("nl", "tr", "ar")
QUESTIONNAIRE = """
questionnaire: velddag
title: {nl: Een dag in het veld}
languages:
  nl: {status: reviewed}
  tr: {status: concept}
  ar: {status: concept}
entities:
  vet: {kind: team, label: Voor Elkaar Team}
pages:
  - id: area
    questions:
      - {id: area, kind: area, role: area, text: {nl: In welke wijk woont u?, tr: Hangi mahallede oturuyorsunuz?, ar: في أي حي تسكنون؟}}
  - id: age
    questions:
      - id: age
        kind: single
        role: age
        text: {nl: Hoe oud bent u?, tr: Kaç yaşındasınız?, ar: كم عمركم؟}
        options:
          - {code: young, label: {nl: 18 tot en met 59, tr: 18-59, ar: من 18 إلى 59}}
          - {code: old, label: {nl: 60 of ouder, tr: 60 ve üstü, ar: 60 فأكثر}}
  - id: vet
    questions:
      - id: vet
        kind: single
        text: {nl: Kent u het Voor Elkaar Team?, tr: Voor Elkaar Team ekibini biliyor musunuz?, ar: هل تعرفون Voor Elkaar Team؟}
        measures: [{measure: awareness.aided, entity: vet, positive: [knows], negative: [never]}]
        options:
          - {code: knows, label: {nl: "Ja", tr: Evet, ar: نعم}}
          - {code: never, label: {nl: "Nee", tr: Hayır, ar: لا}}
"""


@dataclass
class Place:
    """A server that is there or is not: without it the tablet is as offline as on a market without a network."""

    folder: Path
    port: int = 0
    _listening: BaseWSGIServer | None = None
    _thread: threading.Thread | None = None
    app: Any = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(
            Settings(data_dir=self.folder / "var", secret_key="made up for a day of fieldwork")
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def engine(self) -> Any:
        return self.app.extensions["wijkpeil.database"]

    def publish(self) -> None:
        """The study with its quota: 30 places in all."""
        with transaction(self.engine) as session:
            publish(
                session, STUDY, QUESTIONNAIRE, title="Een dag in het veld", municipality="Voorbeeldstad",
                areas=AREAS, default_origin="street", synthetic=True,
            )  # fmt: skip
        with transaction(self.engine) as session:
            groups = {"young": "mensen van 18 tot en met 59", "old": "mensen van 60 of ouder"}
            rows = []
            for code, label in groups.items():
                rows.append(quota.group_row(code, label, {"age": [code]}))
                rows += [
                    quota.cell_row(code, area, f"{label}, {area}", target)
                    for (area, group), target in TARGETS.items()
                    if group == code
                ]
            quota.write(session, find.study(session, STUDY), rows)

    def start(self) -> None:
        """Be there, at the same address as before."""
        self._listening = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self._listening.server_port
        self._thread = threading.Thread(target=self._listening.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Be away: nobody answers."""
        if self._listening is None or self._thread is None:
            return
        self._listening.shutdown()
        self._thread.join()
        self._listening.server_close()
        self._listening = None


@dataclass
class Browser:
    """Chromium with a profile on disk, to be killed without mercy and opened again."""

    playwright: Playwright
    folder: Path
    origin: str
    context: BrowserContext | None = None

    def open(self, width: int = 768, height: int = 1024) -> Page:
        """Open it with what its profile holds; storage lasts, as in an installed app."""
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=CHROMIUM, args=FLAGS, viewport={"width": width, "height": height},
            locale="nl-NL",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        page = self.context.pages[0]
        self.context.new_cdp_session(page).send(
            "Browser.grantPermissions", {"permissions": ["durableStorage"], "origin": self.origin}
        )
        return page

    def kill(self) -> None:
        """End its main process as an empty battery does; the others follow."""
        for each in Path("/proc").iterdir():
            if not each.name.isdigit():
                continue
            try:
                words = (each / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue  # it ended meanwhile
            if f"--user-data-dir={self.folder}" in words and not any(
                word.startswith("--type=") for word in words
            ):
                os.kill(int(each.name), signal.SIGKILL)
        if self.context is not None:
            with suppress(Error):  # it is dead already
                self.context.close()
            self.context = None
