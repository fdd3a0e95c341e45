"""Signing in at the municipality's own provider, by OpenID Connect."""

from survey.settings import settings


def label() -> str:
    """What the button says; empty when no provider was set."""
    chosen = settings()
    return chosen.oidc_name if chosen.oidc_issuer else ""
