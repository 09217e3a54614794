"""`waymark plan`, as its user meets it."""

import csv
import json
import os
import signal
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from bench.year import FIRST as YEAR_FIRST
from bench.year import LAST as YEAR_LAST
from bench.year import school_folder
from tests.planner.year_plan.checker import Problem, check
from tests.planner.year_plan.folders import DAYS, FIRST, LAST, learner, offer, write_problem
from waymark.cli.main import run
from waymark.evaluation.frameworks import framework
from waymark.planner.year_plan import writing
from waymark.planner.year_plan.planning import Asking, answer, question
from waymark.planner.year_plan.reading import read_records
from waymark.planner.year_plan.terms import Term

TERM = ["--from", FIRST.isoformat(), "--to", LAST.isoformat()]
RULES = ["--framework", "gatsby-2024", "--framework", "provider-access"]


def plan(folder: Path, out: Path, *more: str, institution: str = "S") -> int:
    return run(["plan", str(folder), *RULES, "--institution", institution, *TERM, "--out", str(out), *more])


def told(out: Path) -> dict:
    return json.loads((out / "plan.json").read_text())


@pytest.fixture
def folder(tmp_path):
    learners = [learner("L1", 10, pupil_premium="true"), learner("L2", 10), learner("L,3", 9)]
    offers = [
        offer("talk", capacity=2, fixed_cost="10", cost_per_learner="0.50", dates=";".join(DAYS[:2]), periods=1),
        offer("maths", "curriculum", subject="maths", fixed_cost="5.25", dates=DAYS[2]),
        offer("visit", "provider", provider_kind="itp", pal_content="true", cost_per_learner="4", dates=DAYS[3]),
    ]
    return write_problem(tmp_path / "in", learners, offers, {"budget": 60})


def test_output_is_as_specified(folder, tmp_path):
    assert plan(folder, tmp_path / "out") == 0

    headers = {path.name: path.read_text().splitlines()[0] for path in (tmp_path / "out").glob("*.csv")}
    assert headers == {
        "sessions.csv": "offer_id,date,learners,cost",
        "allocations.csv": "offer_id,date,learner_id",
        "closed.csv": "learner_id,entitlement,units_before,units_after",
        "unmet.csv": "entitlement,year_group,learners,units,why",
    }
    assert list(told(tmp_path / "out")) == [
        "value", "cost", "upper_bound", "gap_percent", "sessions", "places", "greedy_value", "seconds", "seed",
        "solver", "status", "conflicting_locks",
    ]  # fmt: skip
    assert '"cost": 38.75,' in (tmp_path / "out" / "plan.json").read_text()
    assert (told(tmp_path / "out")["status"], told(tmp_path / "out")["gap_percent"]) == ("optimal", 0)
    # employer 6 + 4 + 4, maths the same; visit for an ITP 3 + 2 + 2; provider access 6 for Y10 only as it may, in March
    check(Problem(folder, "S", FIRST, LAST), tmp_path / "out")


def test_what_stays_open_says_what_would_close_it(folder, tmp_path):
    plan(folder, tmp_path / "out")

    with (tmp_path / "out" / "unmet.csv").open(newline="") as opened:
        why = {(row["entitlement"], row["year_group"]): row["why"] for row in csv.DictReader(opened)}
    assert why["gb8.guidance_by_16", "10"] == ("an offer that does not exist: one for 2 learners closes 2 of 2 units")
    assert why["gb6.workplace_by_16", "9"] == (
        "an offer that does not exist: one for 1 learners on each of 2 days closes 2 of 2 units"
    )


@pytest.mark.parametrize(
    ("limits", "offered", "why"),
    [
        ({"budget": 3}, {"fixed_cost": "8"}, "more money: £5.00 closes 2 of 2 units"),
        ({}, {"capacity": "1", "sessions": "1"}, "more places: 1 more in the sessions there are closes 2 of 2 units"),
        (
            {"periods_per_learner": {"10": 0}},
            {"periods": 2},
            "more periods: 2 more for each learner closes 2 of 2 units",
        ),
        ({"rooms_per_day": 1}, {"rooms": 3}, "more rooms: 2 more a day closes 2 of 2 units"),
        ({"staff_per_day": 1}, {"staff": 2}, "more staff: 1 more a day closes 2 of 2 units"),
    ],
)
def test_the_relaxation_is_the_least_that_does_it(tmp_path, limits, offered, why):
    learners = [learner("L1", 10), learner("L2", 10)]
    folder = write_problem(tmp_path / "in", learners, [offer("talk", **offered)], limits)

    assert plan(folder, tmp_path / "out") == 0

    with (tmp_path / "out" / "unmet.csv").open(newline="") as opened:
        found = {row["entitlement"]: row for row in csv.DictReader(opened)}["gb5.employer_year"]
    closed = why.replace("2 of 2 units", "1 of 1 unit") if "capacity" in offered else why
    assert found["why"] == closed


def test_locks_that_cannot_hold_are_told_and_nothing_else_is_written(tmp_path, capsys):
    offers = [offer("a", fixed_cost="60"), offer("b", fixed_cost="30", dates=DAYS[1]), offer("c", fixed_cost="50")]
    locks = [{"offer_id": o["offer_id"], "date": o["dates"], "run": True} for o in offers]
    folder = write_problem(tmp_path / "in", [learner("L1", 10)], offers, {"budget": 100, "locks": locks})

    assert plan(folder, tmp_path / "out", "--json") == 2

    printed = capsys.readouterr()
    assert json.loads(printed.out) == told(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["plan.json"]
    assert told(tmp_path / "out")["status"] == "infeasible"
    assert [lock["offer_id"] for lock in told(tmp_path / "out")["conflicting_locks"]] == ["a", "c"]
    assert printed.err == f"These locks cannot hold together: a on {DAYS[0]}, c on {DAYS[0]}.\n"


def test_a_locked_session_may_be_empty_and_a_refused_one_stays_away(tmp_path):
    offers = [offer("other", "other", fixed_cost="7"), offer("talk", dates=";".join(DAYS[:2]))]
    locks = [
        {"offer_id": "other", "date": DAYS[0], "run": True},
        {"offer_id": "talk", "date": DAYS[0], "run": False},
    ]
    folder = write_problem(tmp_path / "in", [learner("L1", 10)], offers, {"locks": locks})

    assert plan(folder, tmp_path / "out") == 0

    assert (tmp_path / "out" / "sessions.csv").read_text() == (
        f"offer_id,date,learners,cost\nother,{DAYS[0]},0,7.00\ntalk,{DAYS[1]},1,0.00\n"
    )


def test_faults_of_both_files_come_in_one_report(folder, tmp_path, capsys):
    (folder / "limits.json").write_text(
        '{"budget": "ten", "rooms_per_day": 1.5, "periods_per_learner": {"6": 1}, "closed_dates": ["2026-02-30"],'
        ' "weights": {"otherwise": -1}, "locks": [{"offer_id": "nobody", "date": "2026-10-05", "run": true},'
        ' {"offer_id": "talk", "date": "soon", "run": "yes"}]}'
    )
    text = (folder / "offers.csv").read_text().replace("talk,", "maths,").replace("5.25", "5.255")
    (folder / "offers.csv").write_text(text.replace("provider,itp", "provider,shop"))
    (folder / "learners.csv").write_text((folder / "learners.csv").read_text().replace("L1,S,,N", "L1,S,,X"))

    assert plan(folder, tmp_path / "out") == 2

    assert capsys.readouterr().err.splitlines() == [
        "learners:2:sen: received 'X', expected N, K or E",
        "offers:3:offer_id: received 'maths', expected each offer_id once",
        "offers:3:fixed_cost: received '5.255', expected pounds, with at most two decimals",
        "offers:4:provider_kind: received 'shop', expected sixth_form, fe_college, university, itp or other",
        "limits:1:budget: received 'ten', expected pounds, with at most two decimals",
        "limits:1:periods_per_learner: received '6', expected a year group from 7 to 14",
        "limits:1:rooms_per_day: received '1.5', expected a whole number, 0 or more",
        "limits:1:closed_dates: received '2026-02-30', expected a date as YYYY-MM-DD",
        "limits:1:weights: received '-1', expected a number, 0 or more",
        "limits:2:offer_id: received 'nobody', expected one that stands in offers",
        "limits:3:offer_id: received 'talk', expected one that stands in offers",
        "limits:3:date: received 'soon', expected a date as YYYY-MM-DD",
        "limits:3:run: received 'yes', expected true or false",
    ]
    assert not (tmp_path / "out").exists()


def test_missing_files_are_faults(folder, tmp_path, capsys):
    (folder / "limits.json").unlink()
    (folder / "offers.csv").unlink()

    assert plan(folder, tmp_path / "out") == 2

    assert capsys.readouterr().err.splitlines() == [
        "offers:0:: received '', expected a table offers.csv or offers.parquet",
        "limits:0:: received '', expected a file limits.json",
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--to", "2027-09-01"], "--from and --to lie in different academic years."),
        (["--to", "2026-09-01"], "--to is before --from."),
        (["--institution", "T"], "There is no institution 'T' in the folder."),
        (["--framework", "gatsby-2014"], "A plan is made under one framework, and provider-access with it."),
        (["--objective", "best"], "There is no objective 'best'. There are: value, cheapest."),
        (["--time", "0"], "--time takes seconds, more than 0, and --seed a whole number, 0 or more."),
        (["--stay-close", "nowhere"], "There is no plan in nowhere: allocations.csv is missing."),
    ],
)
def test_a_bad_option_is_one_sentence(folder, tmp_path, capsys, more, sentence):
    assert plan(folder, tmp_path / "out", *more) == 2

    assert capsys.readouterr().err == sentence + "\n"
    assert not (tmp_path / "out").exists()


def test_with_json_the_plan_is_printed(folder, tmp_path, capsys):
    assert plan(folder, tmp_path / "out", "--json") == 0

    assert json.loads(capsys.readouterr().out)["status"] == "optimal"


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    return school_folder(tmp_path_factory.mktemp("school") / "in", seed=3, learners=260, offers=45, budget=2_000)


def of_school(school: Path, out: Path, *more: str) -> list[str]:
    term = ["--from", YEAR_FIRST.isoformat(), "--to", YEAR_LAST.isoformat()]
    return ["plan", str(school), *RULES, "--institution", "100003", *term, "--out", str(out), *more]


def planned_until(school: Path, out: Path, enough: Callable[[Fraction, Fraction | None], bool], **how) -> dict:
    """Plan until what is told of the best so far is enough, however busy the machine is."""
    stop = [False]

    def tell(value: Fraction, bound: Fraction | None) -> None:
        stop[0] = stop[0] or enough(value, bound)

    asking = Asking(seconds=200, tell=tell, should_stop=lambda: stop[0], explain_unmet=True, **how)
    records = read_records(school, ["100003"], YEAR_FIRST, lambda words: None)
    frameworks = [framework("gatsby-2024"), framework("provider-access")]
    found = answer(question(records, "100003", Term(YEAR_FIRST, YEAR_LAST), frameworks), asking)
    out.mkdir()
    writing.write_plan(out, found, asking)
    return told(out)


def test_a_larger_plan_holds_and_is_near_the_best(school, tmp_path):
    found = planned_until(school, tmp_path / "out", lambda value, bound: bound and (bound - value) * 100 < bound * 1.5)

    check(Problem(school, "100003", YEAR_FIRST, YEAR_LAST), tmp_path / "out")
    assert found["gap_percent"] < 1.5
    assert found["value"] > found["greedy_value"]


def test_the_cheapest_larger_plan_is_worth_the_greedy_one_for_less(school, tmp_path):
    found = planned_until(school, tmp_path / "out", lambda value, bound: True, objective="cheapest")

    check(Problem(school, "100003", YEAR_FIRST, YEAR_LAST), tmp_path / "out")
    assert found["value"] >= found["greedy_value"]
    assert found["cost_lower_bound"] <= found["cost"] <= found["greedy_cost"]


def test_a_plan_stopped_at_once_is_whole_and_in_time(school, tmp_path):
    started = time.monotonic()

    assert run(of_school(school, tmp_path / "out", "--time", "0.2")) == 3

    assert time.monotonic() - started < 60  # a machine that does other things besides
    check(Problem(school, "100003", YEAR_FIRST, YEAR_LAST), tmp_path / "out")


def test_an_interrupted_plan_gives_the_best_so_far(school, tmp_path):
    usual = signal.getsignal(signal.SIGINT)

    def interrupt() -> None:
        while signal.getsignal(signal.SIGINT) is usual:  # until the command listens
            time.sleep(0.05)
        time.sleep(2)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()

    assert run(of_school(school, tmp_path / "out", "--time", "100")) == 3

    check(Problem(school, "100003", YEAR_FIRST, YEAR_LAST), tmp_path / "out")


def test_same_seed_same_plan(folder, tmp_path):
    for name in ("one", "two"):
        plan(folder, tmp_path / name, "--seed", "7")

    for table in ("sessions", "allocations", "closed", "unmet"):
        first, second = ((tmp_path / name / f"{table}.csv").read_bytes() for name in ("one", "two"))
        assert first == second


def test_numbers_that_are_not_whole_are_written_exactly():
    assert writing._dumped({"value": writing._number(Fraction(27, 8)), "cost": writing._pounds(5)}) == (
        '{\n  "value": 3.375,\n  "cost": 0.05\n}\n'
    )
