"""A release in one line: ours by name, any other by its fault and figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.presets import RELEASES
from slipway.delivery.release import Release
from slipway.delivery.release_text import FIELDS_OF, OWN, read_release, release_text

MOST = {"error_rate": 1, "slowdown": 50, "region": 1, "flag_pct": 100}


@pytest.mark.parametrize("release", RELEASES.values(), ids=lambda each: each.name)
def test_ours_go_by_their_name(release):
    assert release_text(release) == release.name
    assert read_release(release.name) == release


@given(st.sampled_from([kind for kind in FIELDS_OF if FIELDS_OF[kind]]), st.lists(st.integers(1, 999), min_size=2))
def test_any_other_is_read_again_as_the_same(fault, thousandths):
    figures = {field: MOST[field] * part / 1000 for field, part in zip(FIELDS_OF[fault], thousandths, strict=False)}
    release = Release(OWN, fault, **figures)
    assert read_release(release_text(release)) == release


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nosuch", "no release 'nosuch'; there are: good"),
        ("errors;rate=1", "no figure 'rate'"),
        ("errors;name=x", "no figure 'name'"),
        ("errors;error_rate=many", "error_rate must be a number, got 'many'"),
        ("errors;error_rate=inf", "error_rate must be a number"),
        ("errors;error_rate=2", "error_rate must be a share from 0 to 1"),
        ("", "no release ''"),
    ],
)
def test_what_cannot_be_read_is_named(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        read_release(text)
