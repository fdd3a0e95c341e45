"""The application: settings, database, features, in that order."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from survey import compression, i18n, problems, protection, security, storage
from survey.accounts.install import install as accounts
from survey.addresses import LazyRule
from survey.closing.routes import blueprint as closing
from survey.collection import numbered
from survey.collection.api import blueprint as collection
from survey.collection.control import blueprint as control
from survey.collection.door import Door
from survey.collection.field import blueprint as field
from survey.collection.receive import receive
from survey.collection.tablet_api import blueprint as tablet
from survey.database import connect
from survey.devices.api import blueprint as device_api
from survey.devices.identify import identify
from survey.devices.routes import blueprint as devices
from survey.fieldwork import lease
from survey.fieldwork.api import blueprint as contact_api
from survey.fieldwork.routes import blueprint as fieldwork
from survey.health import blueprint as health
from survey.home import blueprint as home
from survey.jobs.routes import blueprint as jobs
from survey.locations.routes import blueprint as locations
from survey.members.own_routes import blueprint as own_data
from survey.members.pages import blueprint as members
from survey.monitor.routes import blueprint as monitor
from survey.openapi.routes import blueprint as openapi
from survey.panel.invited import blueprint as invited
from survey.panel.routes import blueprint as panel
from survey.panel.typed_code import blueprint as typed_code
from survey.results.routes import blueprint as results
from survey.rounds.pages.bounces import blueprint as bounces
from survey.rounds.pages.letters import blueprint as letters
from survey.rounds.pages.mailings import blueprint as mailings
from survey.rounds.routes import blueprint as rounds
from survey.settings import Settings
from survey.studies.api import blueprint as studies
from survey.studies.routes import blueprint as management
from survey.studies.within import within


class _Application(Flask):
    """Flask without a look at every function of every request whether it is asynchronous: none of ours is."""

    url_rule_class = LazyRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Make the WSGI application; opens the database, does not migrate it."""
    settings = settings or Settings()
    app = _Application("survey", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=settings.max_interview_bytes,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
    )
    app.extensions["wijkpeil.settings"] = settings
    if settings.trusted_proxies:
        # Only where somebody comes from, and over what: never a name, a port or a path out of a header.
        near = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=near, x_proto=near, x_host=0, x_port=0, x_prefix=0)  # type: ignore[method-assign] # as its documentation does
    app.extensions["wijkpeil.database"] = connect(settings.database)
    app.extensions["wijkpeil.receive"] = receive  # the panel's pages may not know the feature that stores
    app.extensions["wijkpeil.places"] = lease  # nor the pages of devices the feature that hands out places
    app.extensions["wijkpeil.numbers"] = numbered.highest  # nor the one that keeps interviews
    i18n.install(app)
    problems.install(app)
    storage.install(app)
    protection.install(app)
    compression.install(app)
    accounts(app)
    for feature in (
        home,
        health,
        openapi,
        studies,
        collection,
        control,
        field,
        device_api,
        tablet,
        devices,
        contact_api,
        fieldwork,
        monitor,
        jobs,
        locations,
        members,
        own_data,
        panel,
        invited,
        typed_code,
        rounds,
        mailings,
        letters,
        bounces,
        closing,
        results,
        management,
    ):
        app.register_blueprint(feature)
    security.guard(app, identify, within)
    app.wsgi_app = Door(app, app.wsgi_app)  # type: ignore[assignment, method-assign] # as its documentation does
    return app
