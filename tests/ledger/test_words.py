"""The lists people choose from are the kernel's words, each with its label, and none besides."""

import pytest

from waymark.kernel import vocabulary
from waymark.ledger.models.activities import TICKS, Activity, Kind, Mode, ProviderKind
from waymark.places.models import Setting


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Kind, vocabulary.Kind),
        (ProviderKind, vocabulary.ProviderKind),
        (Mode, vocabulary.Mode),
        (Setting, vocabulary.Setting),
    ],
)
def test_what_is_chosen_is_what_the_rules_know(chosen, words):
    assert chosen.values == [word.value for word in words]
    assert all(type(value) is str and label for value, label in chosen.choices)


def test_every_tick_is_a_column():
    assert {tick.value for tick in vocabulary.Tick} < set(TICKS) <= {field.name for field in Activity._meta.fields}
