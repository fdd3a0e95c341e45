"""The receipt can be checked by anybody, and by nobody be made."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask.testing import FlaskClient

from survey import signing
from survey.collection.receipt import message
from survey.studies.tables import Study
from tests.survey.samples import body, put


def test_the_key_in_the_study_checks_the_signature_of_a_receipt(client: FlaskClient, study: Study) -> None:
    receipt = put(client, body()).get_json()
    raw = base64.b64decode(client.get("/api/v1/studies/proef").get_json()["receipt_key"])
    key, signature = Ed25519PublicKey.from_public_bytes(raw), base64.b64decode(receipt["signature"])
    key.verify(signature, message(receipt["id"], receipt["digest"], receipt["received_at"]))
    with pytest.raises(InvalidSignature):
        key.verify(signature, message(receipt["id"], "0" * 64, receipt["received_at"]))


def test_another_secret_makes_another_key() -> None:
    assert signing.public_key("one") == signing.public_key("one") != signing.public_key("another")
