import pytest

from waymark.evaluation.frameworks import framework
from waymark.kernel.scale import Band

V1, V2 = framework("gatsby-2014").scale, framework("gatsby-2024").scale


@pytest.mark.parametrize(
    ("scale", "met", "of", "name", "credit"),
    [
        pytest.param(V1, 0, 1, "none", 0, id="nobody"),
        pytest.param(V1, 1, 1, "all", 4, id="the only one"),
        pytest.param(V1, 25, 100, "few", 1, id="a quarter is few"),
        pytest.param(V1, 26, 100, "some", 2, id="just over a quarter"),
        pytest.param(V1, 50, 100, "some", 2, id="half is some"),
        pytest.param(V1, 75, 100, "most", 3, id="three quarters is most"),
        pytest.param(V1, 76, 100, "overwhelming", 4, id="just over three quarters"),
        pytest.param(V1, 99, 100, "overwhelming", 4, id="all but one"),
        pytest.param(V1, 100, 100, "all", 4, id="everyone"),
        pytest.param(V2, 76, 100, "most", 3, id="v2: most goes further"),
        pytest.param(V2, 90, 100, "most", 3, id="v2: nine tenths is most"),
        pytest.param(V2, 91, 100, "almost_all", 4, id="v2: just over nine tenths"),
        pytest.param(V2, 9, 10, "most", 3, id="v2: nine of ten"),
        pytest.param(V2, 10, 11, "almost_all", 4, id="v2: ten of eleven"),
        pytest.param(V2, 1, 5, "few", 1, id="one of five"),
    ],
)
def test_band_by_whole_numbers(scale, met, of, name, credit):
    band = scale.band(met, of)

    assert (band.name, band.credit) == (name, credit)


@pytest.mark.parametrize(("met", "of"), [(0, 0), (2, 1), (-1, 4)])
def test_band_refuses_what_is_no_share(met, of):
    with pytest.raises(ValueError, match=f"No band for {met} of {of}"):
        V1.band(met, of)


def test_provider_access_uses_the_second_scale():
    assert framework("provider-access").scale == V2
    assert V2.bands[3] == Band("most", "Most", 3, 9, 10, True)
