"""A small quiz of our own, as a folder in the published form, and the whole of it as values."""

import json
from pathlib import Path

STATEMENTS = (
    # trait, reversed
    ("Leader", 0), ("Leader", 0), ("Leader", 1),
    ("Helper", 0), ("Helper", 0), ("Helper", 0),
    ("Doer", 0), ("Doer", 0), ("Doer", 1),
)  # fmt: skip
CATEGORIES = (
    ("Boats", ["DOER"], {"Cooperation": ["Boat hand", "Rigger"], "Repairing": ["Rigger", "Boat builder"]}),
    ("Bridges", ["DOER"], {"Stress Tolerance": ["Bridge keeper"]}),
    ("Care", ["HELPER"], {"Concern for Others": ["Carer", "Nurse"]}),
    ("Command", ["LEADER", "DOER"], {"Leadership": ["Captain"], "Cooperation": ["Captain", "Mate"]}),
)


def write_quiz(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    rows = [f"Statement {number},{trait},{flipped}" for number, (trait, flipped) in enumerate(STATEMENTS, 1)]
    (folder / "short_assessment_statements.csv").write_text("\r\n".join(["Statement,Trait,IsFlipped", *rows]) + "\r\n")
    traits = [
        {"id": name.upper(), "traitName": name, "texts": [{"languageCode": "en", "text": f"You are a {name.lower()}."}]}
        for name in ("Doer", "Helper", "Leader")
    ]
    (folder / "traits.json").write_text("\ufeff" + json.dumps(traits), encoding="utf-8")
    (folder / "job_categories_traits_skills.json").write_text(json.dumps([_category(*each) for each in CATEGORIES]))
    (folder / "onet_questions.csv").write_text(
        "\ufeffONet Attribute,Questions\nRepairing,Do you like to mend things?\n"
    )
    return folder


def _category(name, codes, skills):
    jobs = sorted({job for needing in skills.values() for job in needing} | {f"Clerk of {name}"})
    return {
        "jobFamilyName": name,
        "traitCodes": codes,
        "texts": [{"languageCode": "en", "text": "", "url": name.lower()}],
        "Skills": [
            {"ONetAttribute": skill, "JobProfiles": [{"JobProfile": job, "Included": job in needing} for job in jobs]}
            for skill, needing in skills.items()
        ],
    }
