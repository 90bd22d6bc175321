"""For all tests: no example is too slow, since a busy machine must not fail anybody."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
