"""What CLI.md asks of every command: an example in its help, and `--json`."""

import pytest
from typer.main import get_command

from waymark.cli.main import app

TELL_NOTHING = {
    "serve": "runs until it is stopped",
    "worker": "runs until it is stopped",
    "manage": "hands on to Django’s own commands, which have their own options",
}


def commands(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(commands(get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_of_itself(name):
    said = " ".join(part for part in (COMMANDS[name].help, COMMANDS[name].epilog) if part)

    assert f"waymark {name}" in said.partition("Example: ")[2]


def test_every_command_answers_as_one_document_but_those_that_tell_nothing():
    without = [name for name, command in COMMANDS.items() if not any("--json" in each.opts for each in command.params)]

    assert sorted(without) == sorted(TELL_NOTHING)
