"""A quiz of our own for the demonstration, in the published form and through its door."""

import csv
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from waymark.access.scope import Scope
from waymark.opportunities.sources.quiz.reading import CATEGORIES, QUESTIONS, STATEMENTS, TRAITS
from waymark.opportunities.sources.quiz.receiving import take_quiz


def ask_about_interests(*, by: Scope) -> None:
    """Bring in our own quiz, as a site would bring in a published one."""
    with tempfile.TemporaryDirectory() as folder:
        take_quiz(folder=write_own_quiz(Path(folder)), is_ours=True, by=by)


def write_own_quiz(folder: Path) -> Path:
    """Our quiz as the files of a published one."""
    ours = _ours()
    with (folder / STATEMENTS).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Statement", "Trait", "IsFlipped"])
        for trait, statements in ours["statements"].items():
            writer.writerows([text.removeprefix("-"), trait, int(text.startswith("-"))] for text in statements)
    with (folder / QUESTIONS).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("ONet Attribute", "Questions"), *ours["questions"].items()])
    traits = [
        {"id": name.upper(), "traitName": name, "texts": [{"languageCode": "en", "text": text}]}
        for name, text in ours["traits"].items()
    ]
    (folder / TRAITS).write_text(json.dumps(traits), encoding="utf-8")
    categories = [_category(name, said) for name, said in ours["categories"].items()]
    (folder / CATEGORIES).write_text(json.dumps(categories), encoding="utf-8")
    return folder


def _category(name: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "jobFamilyName": name,
        "traitCodes": [trait.upper() for trait in said["traits"]],
        "Skills": [
            {
                "ONetAttribute": skill,
                "JobProfiles": [{"JobProfile": job, "Included": job in needing} for job in said["jobs"]],
            }
            for skill, needing in said["skills"].items()
        ],
    }


@cache
def _ours() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "interests.yaml").read_text(encoding="utf-8"))
