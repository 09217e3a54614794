"""The reference pages that are written from the program itself."""

from collections.abc import Iterator

from waymark.access.permissions import Permission
from waymark.access.roles import ROLES
from waymark.evaluation.reference import frameworks_reference
from waymark.ledger.sources.learners.columns import COLUMNS, SENSITIVE
from waymark.web.components import all_declarations

_MADE = "Written by `make docs` from the program; change that, not this page.\n"


def pages() -> Iterator[tuple[str, str]]:
    """Each generated page of `docs/reference/`: its file's name and its text."""
    yield "frameworks.md", frameworks_reference()
    yield "roles.md", _roles()
    yield "files.md", _files()
    yield "components.md", _components()


def _roles() -> str:
    held = list(ROLES.values())
    lines = ["# Roles and what they may do", "", _MADE]
    for role in held:
        lines += [f"- **{role.label}**: {role.summary}"]
    lines += ["", f"| may | {' | '.join(role.label for role in held)} |", f"| --- |{' :-: |' * len(held)}"]
    for permission in Permission:
        marks = ["yes" if permission in role.permissions else "" for role in held]
        lines.append(f"| {permission.value} | {' | '.join(marks)} |")
    lines += ["", "At a hub, trust or council the role also sees the figures of the schools that share theirs.", ""]
    return "\n".join(lines)


def _files() -> str:
    lines = ["# Columns of the files people send", "", _MADE, "## Learners", ""]
    lines += ["| column | needed | what | also called |", "| --- | --- | --- | --- |"]
    for column in COLUMNS:
        needed = "yes" if column.required else "when switched on" if column in SENSITIVE else ""
        lines.append(f"| {column.heading} | {needed} | {column.describe} | {', '.join(column.also_called)} |")
    return "\n".join([*lines, ""])


def _components() -> str:
    lines = ["# Components that pages are made of", "", _MADE, "`/catalogue/` shows each in every state.", ""]
    for one in all_declarations():
        lines += [f"## {one.name}", "", one.says, ""]
        lines += [f"- `{name}`: needed" for name in sorted(one.required)]
        lines += [f"- `{name}`: {_default(default)} unless given" for name, default in one.defaults.items()]
        lines += ["- a slot"] if one.slot else []
        lines += [""]
    return "\n".join(lines)


def _default(default: object) -> str:
    if isinstance(default, bool | int):
        return str(default).lower()
    return f"“{default}”" if default else "nothing"
