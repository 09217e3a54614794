"""`waymark interviews` from the terminal: a school's Monday, worked by hand."""

import csv
import json

from waymark.cli.main import run

INSTITUTIONS = "institution_id,name,setting,la_code,hub_id,trust_id,subjects,day_minutes\n990101,A,school,,,,,\n"
LEARNERS = "learner_id,institution_id,sex,sen,pupil_premium,looked_after,eal,considering_he\n" + "".join(
    f"L{n},990101,F,N,false,false,false,\n" for n in range(1, 6)
)
# L1, L2 and L3 in Year 11, L4 in Year 10, L5 has left.
ENROLMENTS = "learner_id,institution_id,academic_year,year_group,from,to\n" + "".join(
    f"L{n},990101,2026,{year},2026-09-01,{to}\n"
    for n, year, to in ((1, 11, ""), (2, 11, ""), (3, 11, ""), (4, 10, ""), (5, 11, "2026-10-23"))
)
ACTIVITIES = (
    "activity_id,institution_id,held_on,kind,provider_id,provider_kind,sector,self_employed,stem,subject,minutes,mode,"
    "purpose_shared,outcomes_set,two_way,reflection,task_set,employer_feedback,met_staff_and_learners,pal_content,"
    "adviser_level\nA1,990101,2026-10-01,guidance,,,,,,,40,in_person,,,,,,,,,6\n"
)
PARTICIPATIONS = "activity_id,learner_id,status\nA1,L1,attended\n"
AVAILABILITY = (
    "adviser_id,adviser_level,start,end,room\nmo,6,2026-11-23T09:00,2026-11-23T10:20,r1\n"
    "jo,4,2026-11-23T09:00,2026-11-23T12:00,r2\n"
)
LESSONS = (
    "learner_id,start,end,subject\nL2,2026-11-23T09:00,2026-11-23T10:00,exam\n"
    "L3,2026-11-23T09:00,2026-11-23T10:00,art\n"
)
# L1 asks loudest but has had a meeting; L2 and L3 are as needy as each other but for their last chance, as L4's is not.
REQUESTS = (
    "learner_id,reason,asked_on,deadline,priority\nL1,,2026-09-10,,4\nL2,,2026-10-01,2026-11-23,5\n"
    "L3,,2026-10-02,,5\nL4,,2026-09-01,,5\nL5,,2026-09-01,,9\n"
)
FILES = {
    "institutions": INSTITUTIONS, "learners": LEARNERS, "enrolments": ENROLMENTS, "activities": ACTIVITIES,
    "participations": PARTICIPATIONS, "availability": AVAILABILITY, "lessons": LESSONS, "requests": REQUESTS,
}  # fmt: skip


def school(tmp_path, **changed):
    folder = tmp_path / "school"
    folder.mkdir(exist_ok=True)
    for name, text in (FILES | changed).items():
        (folder / f"{name}.csv").write_text(text)
    return str(folder)


def timed(folder, out, *more):
    options = ["--framework", "gatsby-2024", "--institution", "990101", "--from", "2026-11-23", "--to", "2026-11-27"]
    return run(["interviews", folder, *options, "--out", str(out), *more])


def rows(path):
    with path.open(newline="") as opened:
        return list(csv.DictReader(opened))


def test_interviews_go_to_last_chances_first_and_never_into_an_exam(tmp_path, capsys):
    out = tmp_path / "out"

    code = timed(school(tmp_path), out, "--json")

    assert (code, json.loads(capsys.readouterr().out)["status"]) == (0, "optimal")
    assert (out / "schedule.csv").read_text() == (
        "learner_id,adviser_id,start,end,room,reasons\n"
        'L4,mo,2026-11-23T09:00,2026-11-23T09:40,r1,"4 of 5 by need: priority 5, asked on 2026-09-01; adviser of'
        ' level 6, where 6 is needed; misses no lesson"\n'
        'L3,mo,2026-11-23T09:40,2026-11-23T10:20,r1,"3 of 5 by need: priority 5, last chance this year, asked on'
        ' 2026-10-02; adviser of level 6, where 6 is needed; misses art"\n'
    )
    assert [(row["learner_id"], row["rank"], row["why"]) for row in rows(out / "waiting.csv")] == [
        ("L5", "1", "not on roll on any day an adviser can be seen"),
        ("L2", "2", "has an exam at every time an adviser of level 6 or above can be seen"),
        (
            "L1",
            "3",
            "each of the 2 times that would do went to somebody whose need is as great or greater"
            " (priority 4, asked on 2026-09-10)",
        ),
    ]


def test_interviews_again_after_a_no_show_move_nobody_else(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    timed(school(tmp_path), before)
    first = {row["learner_id"]: row["start"] for row in rows(before / "schedule.csv")}
    without = "".join(line for line in REQUESTS.splitlines(keepends=True) if not line.startswith("L4"))

    code = timed(school(tmp_path, requests=without), after, "--stay-close", str(before))

    again = {row["learner_id"]: row["start"] for row in rows(after / "schedule.csv")}
    assert (code, again) == (0, {"L3": first["L3"], "L1": first["L4"]})


def test_interviews_when_the_folder_is_wrong_tells_everything(tmp_path, capsys):
    folder = school(
        tmp_path,
        availability="adviser_id,adviser_level,start,end,room\nmo,9,2026-11-23 09:00,2026-11-23T08:00,r1\n"
        "mo,6,2026-11-23T09:00,2026-11-23T08:00,\n",
        requests="learner_id,reason,asked_on,deadline,priority\nL9,,2026-09-10,,10\nL1,,,,1\nL1,,2026-09-10,,1\n",
    )

    code = timed(folder, tmp_path / "out")

    assert (code, (tmp_path / "out").exists()) == (2, False)
    assert capsys.readouterr().err.splitlines() == [
        "availability:2:adviser_level: received '9', expected a whole number from 0 to 8",
        "availability:2:start: received '2026-11-23 09:00', expected a day and time as YYYY-MM-DDTHH:MM",
        "availability:3:end: received '2026-11-23T08:00', expected a time after the start",
        "requests:2:learner_id: received 'L9', expected one that stands in learners",
        "requests:2:priority: received '10', expected a whole number from 0 to 9",
        "requests:3:asked_on: received '', expected a date as YYYY-MM-DD",
        "requests:4:learner_id: received 'L1', expected each learner_id once",
    ]
