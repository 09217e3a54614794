"""Names to draw from."""

from pathlib import Path

import yaml

_NAMES = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text())
GIRLS: list[str] = _NAMES["girls"].split()
BOYS: list[str] = _NAMES["boys"].split()
FAMILIES: list[str] = _NAMES["families"].split()
STAFF: list[str] = _NAMES["staff"]
