"""The specification of evaluation read a second time, from nothing but rows: slow, flat, and sharing no code with the
kernel or the frameworks' data, so that both can be checked against it."""

from collections import defaultdict
from datetime import date

SCHOOL, COLLEGE = ("school", "specialist"), ("college",)
BOTH = ("gatsby-2014", "gatsby-2024")
FOUR = ("purpose_shared", "outcomes_set", "two_way", "reflection")


def ay(day):
    return day.year if day >= date(day.year, 9, 1) else day.year - 1


def kind(name, **asked):
    def test(a):
        return a["kind"] == name and all(a[k] in v if isinstance(v, tuple) else a[k] == v for k, v in asked.items())

    return test


def at_least(n):
    return lambda acts, inst: len(acts) >= n


def subjects(acts, inst):
    wanted = [s.strip() for s in inst["subjects"].split(";") if s.strip()] or ["english", "maths", "science"]
    return all(any(a["subject"] == w for a in acts) for w in wanted)


def variety(acts, inst):
    return len({a["sector"] for a in acts if a["sector"] != ""}) >= 3 and any(a["self_employed"] for a in acts)


def college_year(acts, inst):
    return len(acts) >= 2 and any(a["subject"] != "" for a in acts)


def week(acts, inst):
    return sum(a["minutes"] or 0 for a in acts) >= 5 * (inst["day_minutes"] or 300)


def kinds(acts, inst):
    return len({a["provider_kind"] for a in acts}) >= 2


ALL7 = range(7, 14)
PAL = kind("provider", provider_kind=("fe_college", "itp"), pal_content=True)
# code: frameworks, settings, counts, window, need, cohort, scored
RULES = {
    "gb2.lmi_by_14": (BOTH[:1], SCHOOL, kind("lmi"), (7, 9), at_least(1), [9], True),
    "gb2.lmi_ks3": (BOTH[1:], SCHOOL, kind("lmi"), (7, 9), at_least(1), [9], True),
    "gb2.lmi_ks4": (BOTH[1:], SCHOOL, kind("lmi"), (10, 11), at_least(1), [11], True),
    "gb2.lmi_post16": (BOTH[1:], SCHOOL, kind("lmi"), (12, 13), at_least(1), [13], True),
    "gb4.subjects": (BOTH[1:], SCHOOL, kind("curriculum"), "this", subjects, ALL7, True),
    "gb5.employer_year": (BOTH, SCHOOL, kind("employer"), "this", at_least(1), ALL7, True),
    "gb5.employer_every": (BOTH, SCHOOL, kind("employer"), "each", at_least(1), ALL7, False),
    "gb5.employer_seven": (BOTH, SCHOOL, kind("employer"), (7, 13), at_least(7), [13], False),
    "gb5.stem": (BOTH, SCHOOL, kind("employer", stem=True), (7, 11), at_least(1), [11], False),
    "gb5.variety": (BOTH[1:], SCHOOL, kind("employer"), (7, 11), variety, [11], False),
    "gb5.college_year": (BOTH, COLLEGE, kind("employer"), "this", college_year, [12, 13, 14], True),
    "gb6.workplace_by_16": (BOTH, SCHOOL, kind("workplace"), (7, 11), None, [11], True),
    "gb6.workplace_by_18": (BOTH, SCHOOL, kind("workplace"), (12, 13), at_least(1), [13], True),
    "gb6.week_ks3": (BOTH[1:], SCHOOL, kind("workplace"), (7, 9), week, [9], False),
    "gb6.week_ks4": (BOTH[1:], SCHOOL, kind("workplace"), (10, 11), week, [11], False),
    "gb6.workplace_college": (BOTH, COLLEGE, kind("workplace"), (12, 13), at_least(1), [13], True),
    "gb7.he_visits": (
        BOTH,
        SCHOOL,
        kind("provider", provider_kind="university", mode="in_person"),
        (12, 13),
        at_least(2),
        [13],
        True,
    ),
    "gb7.range_college": (BOTH, COLLEGE, kind("provider"), (12, 13), kinds, [13], True),
    "gb8.guidance_by_16": (BOTH, SCHOOL, kind("guidance"), (7, 11), at_least(1), [11], True),
    "gb8.guidance_by_18": (BOTH, SCHOOL, kind("guidance"), (12, 13), at_least(1), [13], True),
    "gb8.guidance_college": (BOTH, COLLEGE, kind("guidance"), (12, 13), at_least(1), [13], True),
    "pal.first": (("provider-access",), SCHOOL, PAL, (8, 9), at_least(2), [9], True),
    "pal.second": (("provider-access",), SCHOOL, PAL, (10, 11), at_least(2), [11], True),
    "pal.third": (("provider-access",), SCHOOL, PAL, (12, 13), at_least(2), [13], True),
}
for s in ("english", "maths", "science", "pshe"):
    RULES[f"gb4.{s}"] = (BOTH[:1], SCHOOL, kind("curriculum", subject=s), (7, 9), at_least(1), [9], True)
for p in ("sixth_form", "fe_college", "university", "itp"):
    RULES[f"gb7.{p}"] = (BOTH, SCHOOL, kind("provider", provider_kind=p), (7, 11), at_least(1), [11], True)


def meaningful(framework, code, a):
    if framework == "provider-access":
        return True
    if code.startswith("gb6.week"):
        return a["mode"] != "virtual"
    if framework == "gatsby-2014":
        return {
            "employer": a["two_way"],
            "workplace": a["mode"] != "virtual",
            "guidance": (a["adviser_level"] or 0) >= 4,
        }.get(a["kind"], True)
    return {
        "employer": all(a[t] for t in FOUR) and a["mode"] != "virtual",
        "workplace": all(a[t] for t in (*FOUR, "task_set", "employer_feedback")) and a["mode"] != "virtual",
        "provider": all(a[t] for t in ("purpose_shared", "outcomes_set", "met_staff_and_learners", "reflection")),
        "guidance": (a["adviser_level"] or 0) >= 6,
    }.get(a["kind"], True)


def span_of(enrolment):
    """First and last day of an enrolment, cut to its academic year."""
    first, last = date(enrolment["academic_year"], 9, 1), date(enrolment["academic_year"] + 1, 8, 31)
    return max(enrolment["from"], first), min(enrolment["to"] or last, last)


def year_group(enrolments, held_on):
    mine = [(*span_of(e), e["year_group"]) for e in enrolments if e["academic_year"] == ay(held_on)]
    for first, last, group in mine:
        if first <= held_on <= last:
            return group
    before = [(first, group) for first, _, group in mine if first <= held_on]
    if before:
        return max(before)[1]
    return min((first, group) for first, _, group in mine)[1] if mine else None


def judgements(framework, on, tables):
    """Rows of judgements, and with each whether it is in its entitlement's cohort."""
    institutions = {i["institution_id"]: i for i in tables["institutions"]}
    activities = {a["activity_id"]: a for a in tables["activities"]}
    rows = []
    for learner in tables["learners"]:
        mine = [e for e in tables["enrolments"] if e["learner_id"] == learner["learner_id"]]
        now = [e for e in mine if span_of(e)[0] <= on <= span_of(e)[1]]
        if not now:
            continue
        g, inst, years = (
            now[0]["year_group"],
            institutions[now[0]["institution_id"]],
            {e["academic_year"] for e in mine},
        )
        had = [
            (activities[p["activity_id"]], year_group(mine, activities[p["activity_id"]]["held_on"]))
            for p in tables["participations"]
            if p["learner_id"] == learner["learner_id"]
            and p["status"] == "attended"
            and activities[p["activity_id"]]["held_on"] <= on
        ]
        for code, (frameworks, settings, counts, window, need, cohort, _) in RULES.items():
            if framework not in frameworks or inst["setting"] not in settings:
                continue
            if code == "gb7.he_visits" and not learner["considering_he"]:
                continue
            if g not in cohort if isinstance(window, str) else g < window[0]:
                continue
            if code == "gb6.workplace_by_16":
                need = at_least(1 if framework == "gatsby-2014" else 2)
            mine_had = [(a, y) for a, y in had if y is not None and counts(a) and meaningful(framework, code, a)]
            answer, evidence = answer_of(code, window, need, inst, mine_had, g, on, years)
            row = (learner["learner_id"], inst["institution_id"], g, code, answer, evidence)
            rows.append((row, g in cohort, learner, inst))
    return sorted(rows, key=lambda r: r[0])


def answer_of(code, window, need, inst, had, g, on, years):
    this, over = ay(on), (on.month, on.day) == (8, 31)
    if window == "this":
        acts = [a for a, _ in had if ay(a["held_on"]) == this]
        return ("met" if need(acts, inst) else "missed" if over else "not_yet"), len(acts)
    if window == "each":
        evidence = len([1 for _, y in had if 7 <= y <= g])
        short = [y for y in range(7, g + 1) if y not in [year for _, year in had]]
        closed = [y for y in short if y < g or over]
        if any(this - (g - y) in years for y in closed):
            return "missed", evidence
        return ("unknown" if closed else "not_yet" if short else "met"), evidence
    first, last = window
    acts = [a for a, y in had if first <= y <= last]
    if code.startswith("pal."):
        acts = [a for a, y in had if y == first or (y == last and in_time(a["held_on"]))]
    evidence = sum(a["minutes"] or 0 for a in acts) if "week" in code else len(acts)
    if need(acts, inst):
        return "met", evidence
    end = date(this + last - g + 1, 2, 28) if code.startswith("pal.") else date(this + last - g + 1, 8, 31)
    if end > on:
        return "not_yet", evidence
    sure = all(this - g + y in years for y in range(first, last + 1))
    return ("missed" if sure else "unknown"), evidence


def in_time(held_on):
    """September to 28 February."""
    return held_on.month >= 9 or (held_on.month, held_on.day) <= (2, 28)


def groups_of(learner):
    yield "all"
    if learner["sex"]:
        yield f"sex:{learner['sex']}"
    yield "sen:none" if learner["sen"] == "N" else "sen:any"
    yield "pp:yes" if learner["pupil_premium"] else "pp:no"
    if learner["looked_after"]:
        yield "lac:yes"
    if learner["eal"]:
        yield "eal:yes"


def band(framework, met, n):
    v1 = framework == "gatsby-2014"
    if met == 0:
        return "none", 0
    if met == n:
        return "all", 4
    if 4 * met <= n:
        return "few", 1
    if 2 * met <= n:
        return "some", 2
    if 4 * met <= 3 * n if v1 else 10 * met <= 9 * n:
        return "most", 3
    return ("overwhelming" if v1 else "almost_all"), 4


def results(framework, on, tables):
    """The three tables."""
    judged = judgements(framework, on, tables)
    cells = defaultdict(list)
    for row, in_cohort, learner, inst in judged:
        if in_cohort:
            places = [("institution", inst["institution_id"]), ("hub", inst["hub_id"]), ("trust", inst["trust_id"])]
            for level, unit in [*places, ("la", inst["la_code"]), ("all", "all")]:
                for group in groups_of(learner):
                    for year in (row[2], 0):
                        if unit:
                            cells[level, unit, group, year, row[3]].append(row[4])
    figures = sorted(
        (*key, len(got), *(got.count(a) for a in ("met", "not_yet", "missed", "unknown")), "")
        for key, got in cells.items()
    )
    figures = [(*f[:-1], band(framework, f[6], f[5])[0]) for f in figures]
    scores = []
    ours = {code: rule for code, rule in RULES.items() if framework in rule[0] and rule[6]}
    for inst in sorted(i["institution_id"] for i in tables["institutions"]):
        for benchmark in sorted({code.split(".")[0] for code in ours}):
            quarters = []
            for code in ours:
                got = cells.get(("institution", inst, "all", 0, code))
                if code.split(".")[0] == benchmark and got:
                    quarters.append(band(framework, got.count("met"), len(got))[1])
            total, count = sum(quarters), len(quarters)
            scores.append(
                (inst, benchmark, 25 * total // count if count else None, count > 0 and total == 4 * count, count)
            )
    return [row for row, *_ in judged], figures, scores
