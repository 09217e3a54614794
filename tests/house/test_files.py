"""Sizes, names, and what no file of the repository may say."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ROOT / "waymark"

# Where a scope of everything is opened, and why. The list only grows with a reason.
OPENS_EVERYTHING = {
    "waymark/publishing/actions/sharing.py": "shows a frozen evaluation to whom it was shared with, and counts looks",
    "waymark/publishing/shared.py": "lists what was shared with a person, who holds nothing at the schools",
    "waymark/access/scope.py": "makes it",
    "waymark/cli": "the machine's own operator, at its own command line",
    "waymark/demo": "builds the demonstration",
    "waymark/publishing/actions/requests.py": "counts what a provider's address has sent; a provider sees no row of it",
    "waymark/ledger/actions/erasing.py": "leaves a name out of every row, those its doer may not read among them",
    "waymark/evaluation": "counts the learners a governor may not see, and gives only figures away",
    "waymark/planner/queries": "counts the learners a governor may not see, and gives only numbers away",
    "waymark/opportunities/actions/applying.py": "a person's own applications, after asking that they are theirs",
    "waymark/opportunities/queries/applying.py": "a person's own applications, and offers they let their school see",
    "waymark/surveys": "takes in and counts forms that nobody at a school sees, and gives only figures away",
    "waymark/guidance/actions/asked_by_code.py": "keeps what somebody with a school's code typed; they may see no row",
    "waymark/guidance/queries/asked_by_code.py": "says which school a code is of, and nothing else of it",
    "waymark/post": "the worker takes letters to the mail server, whoever wrote them",
    "waymark/planner/building/": "a plan looks at every learner, whoever may ask; it keeps rows and tells numbers",
    "waymark/providers/actions": "places are dealt among all schools; who answers by a link may see no row",
}
ROOMS_FOR_NOTHING = re.compile(r"(^|/)(utils?|helpers?|common|misc|services?|managers?|core)(\.py|/)")
# One letter of each in brackets, so that the pattern does not find itself.
OUTSIDE = re.compile(r"\.\./share[d]|/wor[k]/|pyp[i]\.org|npm[j]s\.|python[h]osted|deb\.[d]ebian")


def tracked(*endings):
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    return [name for name in listed if name.endswith(endings) and (ROOT / name).is_file()]


def test_files_stay_small():
    assert [n for n in tracked(".py") if "/migrations/" not in n and lines(n) > 400] == []
    assert [n for n in tracked(".html") if lines(n) > 200] == []


def lines(name):
    return len((ROOT / name).read_text().splitlines())


def test_functions_stay_small():
    long = []
    for name in tracked(".py"):
        if name.startswith("waymark/") and "/migrations/" not in name:
            for node in ast.walk(ast.parse((ROOT / name).read_text())):
                if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 60:
                    long.append(f"{name}:{node.name}")

    assert long == []


def test_no_room_is_named_for_nothing_in_particular():
    assert [name for name in tracked("") if ROOMS_FOR_NOTHING.search(name)] == []


def test_no_file_names_what_is_outside():
    said = tracked(".py", ".md", ".html", ".yaml", ".toml", ".js", ".scss", "Makefile", ".txt", ".json")

    assert [n for n in said if OUTSIDE.search((ROOT / n).read_text())] == []


def test_a_scope_of_everything_is_opened_only_where_the_list_says():
    opened = [n for n in tracked(".py") if n.startswith("waymark/") and "everything(" in (ROOT / n).read_text()]

    assert [n for n in opened if not n.startswith(tuple(OPENS_EVERYTHING))] == []


def test_templates_hold_no_script_or_style_of_their_own():
    own = re.compile(
        r"<script(?![^>]*(\bsrc=|application/json))|\sstyle=|<style|\son[a-z]+=|\bsrc=.https?://|<link[^>]*https?://",
        re.I,
    )
    pages = [n for n in tracked(".html", ".jinja") if n.startswith("waymark/")]

    assert [n for n in pages if own.search((ROOT / n).read_text())] == []


def test_public_functions_and_classes_say_what_they_are():
    silent = []
    for name in tracked("actions.py", "queries.py"):
        if name.startswith("waymark/"):
            tree = ast.parse((ROOT / name).read_text())
            silent += [
                f"{name}:{node.name}"
                for node in tree.body
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
            ]

    assert silent == []
