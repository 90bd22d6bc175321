"""The hashes against their published vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.delivery.flags.hashes import fnv1a_32, murmur3_32


@pytest.mark.parametrize(
    ("text", "seed", "value"),
    [
        ("", 0, 0),
        ("", 1, 0x514E28B7),
        ("", 0xFFFFFFFF, 0x81F16F39),
        ("test", 0, 0xBA6BD213),
        ("test", 0x9747B28C, 0x704B81DC),
        ("Hello, world!", 0, 0xC0363E43),
        ("Hello, world!", 0x9747B28C, 0x24884CBA),
        ("The quick brown fox jumps over the lazy dog", 0, 0x2E4FF723),
        ("The quick brown fox jumps over the lazy dog", 0x9747B28C, 0x2FA826CD),
    ],
)
def test_murmur3(text: str, seed: int, value: int) -> None:
    assert murmur3_32(text, seed) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968), ("abc", 440920331), ("hello", 1335831723)],
)
def test_fnv1a(text: str, value: int) -> None:
    assert fnv1a_32(text) == value


@given(st.text())
def test_any_text_has_a_hash_of_32_bits(text: str) -> None:
    assert 0 <= murmur3_32(text) < 2**32
    assert 0 <= fnv1a_32(text) < 2**32


def test_half_a_character_has_one_too() -> None:
    assert murmur3_32("\ud800") != murmur3_32("\ud801")
