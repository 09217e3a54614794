"""The questionnaires of this installation, read from their folders of YAML. A new version is a new file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from waymark.kernel.vocabulary import Setting
from waymark.surveys.questionnaire import Audience, Questionnaire, QuestionnaireError, parse_questionnaire

FOLDER = Path(__file__).parent / "questionnaires"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnknownQuestionnaire(LookupError):
    """No questionnaire, or no version, of this name."""


@cache
def questionnaire(name: str, version: str) -> Questionnaire:
    """One version, read once. Past versions stay, for the answers that were given to them."""
    path = FOLDER / name.replace("-", "_") / f"{version}.yaml"
    if path.parent.parent != FOLDER or path not in _paths():
        raise UnknownQuestionnaire(f"There is no questionnaire '{name}' in version '{version}'.")
    return read_questionnaire(path)


def questionnaires() -> tuple[Questionnaire, ...]:
    """Every version of every questionnaire. Called when the program starts, so that a broken file stops it there."""
    return tuple(questionnaire(path.parent.name.replace("_", "-"), path.stem) for path in _paths())


def newest(name: str) -> Questionnaire:
    """The version a new survey asks by: the one written last."""
    versions = [each for each in questionnaires() if each.name == name]
    if not versions:
        raise UnknownQuestionnaire(f"There is no questionnaire '{name}'.")
    return max(versions, key=lambda each: each.written_on)


def questionnaires_for(setting: str) -> tuple[Questionnaire, ...]:
    """The newest version of each that an institution of this setting can use, learners' first."""
    names = dict.fromkeys(each.name for each in questionnaires() if Setting(setting) in each.settings)
    order = {audience: number for number, audience in enumerate(Audience)}
    return tuple(
        sorted(
            (newest(name) for name in names),
            key=lambda each: (order[each.audience], each.easy_read, each.year_groups, each.name),
        )
    )


def read_questionnaire(path: Path) -> Questionnaire:
    """Read one file; its folder and its name must say what it says itself."""
    parsed = parse_questionnaire(_read(path), f"{path.parent.name}/{path.name}")
    if (parsed.name, parsed.version) != (path.parent.name.replace("_", "-"), path.stem):
        raise QuestionnaireError(f"{path.parent.name}/{path.name}: says it is {parsed.name} {parsed.version}")
    return parsed


@cache
def _paths() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*/*.yaml")))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        mapping = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise QuestionnaireError(f"{path.parent.name}/{path.name}: cannot be read: {error}") from error
    if not isinstance(mapping, Mapping):
        raise QuestionnaireError(f"{path.parent.name}/{path.name}: received {type(mapping).__name__}, not a mapping")
    return mapping
