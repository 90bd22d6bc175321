"""The one assertion that the tests make."""


def expect(got: object, wanted: object) -> None:
    """Fail with both values if they differ; unlike `assert`, under every Python option."""
    if got != wanted:
        raise AssertionError(f"expected {wanted!r}, got {got!r}")
