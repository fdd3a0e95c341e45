"""What protects the pages."""

from flask import Flask


def install(app: Flask) -> None:
    """Nothing yet."""
    app.jinja_env.autoescape = True
