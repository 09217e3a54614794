"""Any letter may be typed into a page; a PDF is made all the same."""

import pytest

from waymark.publishing.typesetting import json_of


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        pytest.param("Łukasz’s café – £5", "Łukasz’s café – £5", id="what our fonts have"),
        pytest.param("Careers fair 🎉", "Careers fair □", id="an emoji"),
        pytest.param("中 ask", "□ ask", id="a script our fonts do not have"),
        pytest.param("a\x01b\x1bc\ufeffd\ue000", "abcd", id="what cannot be seen"),
        pytest.param("one\n\ttwo", "one\n\ttwo", id="lines"),
        pytest.param("half \ud83c", "half ", id="half a letter"),
    ],
)
def test_what_no_font_has_is_left_out(typed, set_as):
    assert json_of({"said": [typed]}) == json_of({"said": [set_as]})
