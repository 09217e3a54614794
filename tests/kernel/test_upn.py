import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.upn import LETTERS, UpnFault, check_letter, is_temporary, normalised, upn_fault

digits = st.text("0123456789", min_size=11, max_size=11)


@pytest.mark.parametrize(
    ("upn", "fault"),
    [
        pytest.param("X00180001701A", None, id="the published temporary example"),
        pytest.param("", UpnFault.BLANK, id="nothing"),
        pytest.param("X00180001701", UpnFault.LENGTH, id="twelve characters"),
        pytest.param("X00180001701AA", UpnFault.LENGTH, id="fourteen characters"),
        pytest.param("A00180001701A", UpnFault.CHECK_LETTER, id="the wrong letter in front"),
        pytest.param("X00180001710A", UpnFault.CHECK_LETTER, id="two digits changed over"),
        pytest.param("X0018000170AA", UpnFault.SHAPE, id="a letter among the digits"),
        pytest.param("I00180001701A", UpnFault.SHAPE, id="a letter never used"),
        pytest.param("X00180001701S", UpnFault.SHAPE, id="a letter never used, at the end"),
        pytest.param("X٠٠180001701A", UpnFault.SHAPE, id="digits of another script"),
    ],
)
def test_upn_fault_names_the_first_thing_wrong(upn, fault):
    assert upn_fault(upn) == fault


@given(digits, st.sampled_from("0123456789" + LETTERS))
def test_upn_fault_finds_none_behind_the_right_letter_and_one_behind_any_other(middle, last):
    right = check_letter(middle + last)

    faults = {letter: upn_fault(letter + middle + last) for letter in LETTERS}

    assert faults == {letter: None if letter == right else UpnFault.CHECK_LETTER for letter in LETTERS}


@given(digits, st.integers(0, 10), st.sampled_from("0123456789"))
def test_upn_fault_catches_any_one_digit_changed(middle, place, digit):
    upn = check_letter(middle + "4") + middle + "4"
    changed = upn[: place + 1] + digit + upn[place + 2 :]

    assert upn_fault(changed) == (None if changed == upn else UpnFault.CHECK_LETTER)


@pytest.mark.parametrize(("upn", "temporary"), [("X00180001701A", True), ("X001800017012", False), ("", False)])
def test_is_temporary_when_it_ends_in_a_letter(upn, temporary):
    assert is_temporary(upn) is temporary


def test_normalised_drops_spaces_and_small_letters():
    assert normalised(" x001 80001701a\t") == "X00180001701A"
