"""A small sound folder, and ways to spoil it."""

from pathlib import Path

SOUND = {
    "institutions": """institution_id,name,setting,la_code,hub_id,trust_id,subjects,day_minutes
100001,Oakfield School,school,801,h1,,,
100002,Elm College,college,801,h1,t1,art; maths,360
""",
    "learners": """learner_id,institution_id,sex,sen,pupil_premium,looked_after,eal,considering_he
L1,100001,F,N,true,no,0,
L2,100002,,K,YES,False,0,true
""",
    "enrolments": """learner_id,institution_id,academic_year,year_group,from,to
L1,100001,2025,9,2025-09-01,
L2,100002,2024,12,2024-09-01,2025-08-31
L2,100002,2025,13,2020-09-01,2026-01-01
""",
    "activities": "activity_id,institution_id,held_on,kind,provider_id,provider_kind,sector,self_employed,stem,subject,"
    "minutes,mode,purpose_shared,outcomes_set,two_way,reflection,task_set,employer_feedback,met_staff_and_learners,"
    "pal_content,adviser_level\n"
    "A1,100001,2025-10-01,lmi,,,,,,,,virtual,,,,,,,,,\n"
    "A2,100001,2025-10-02,provider,P1,university,M,true,no,art,60,in_person,1,1,,,,,,,\n"
    "A3,100002,2025-10-03,guidance,,,,,,,30,blended,,,,,,,,,6\n",
    "participations": """activity_id,learner_id,status
A1,L1,attended
A2,L1,planned
A3,L2,absent
""",
}
ACTIVITY = {
    "activity_id": "A9",
    "institution_id": "100001",
    "held_on": "2025-10-01",
    "kind": "employer",
    "mode": "in_person",
}


def write(folder: Path, **spoilt: str | bytes | None) -> Path:
    """The sound folder with some tables given anew; None leaves a table out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**SOUND, **spoilt}.items():
        if content is not None:
            (folder / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def with_row(table: str, **values: str) -> str:
    """The table with one more record, its values given by column and blank where not."""
    header = SOUND[table].splitlines()[0].split(",")
    assert not set(values) - set(header)
    return SOUND[table] + ",".join(values.get(name, "") for name in header) + "\n"


def without_column(table: str, name: str) -> str:
    """The table without one of its columns."""
    records = [line.split(",") for line in SOUND[table].splitlines()]
    place = records[0].index(name)
    return "".join(",".join(record[:place] + record[place + 1 :]) + "\n" for record in records)
