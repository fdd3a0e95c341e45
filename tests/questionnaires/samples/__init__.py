"""Small questionnaires with one feature or one mistake each.

`valid/NAME.yaml` has no mistakes, not even warnings. `invalid/CODE.yaml` (or `CODE.variant.yaml`) has the mistake CODE on the
line with the comment `# <- here`; a first line `# also: …` names mistakes that come with it and are no concern of the sample.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
VALID = sorted((FOLDER / "valid").glob("*.yaml"))
INVALID = sorted((FOLDER / "invalid").glob("*.yaml"))
