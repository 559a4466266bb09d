"""How many invented examples a test of a property tries."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

LONG = "long"
_EXAMPLES = {"daily": 50, LONG: 500}  # where a test names no number of its own
_SHARE_OF_A_DAY = 4
_FEWEST = 25


def register_profiles() -> None:
    """The same examples on every machine and in every run: a property that fails here fails everywhere."""
    for name, count in _EXAMPLES.items():
        settings.register_profile(
            name, max_examples=count, derandomize=True, deadline=None, database=None,
            suppress_health_check=[HealthCheck.too_slow],
        )  # fmt: skip
    settings.load_profile("daily")


def examples(many: int) -> int:
    """All of them in `make test-long`, which has the profile `long`; a quarter every day."""
    if settings.get_current_profile_name() == LONG:
        return many
    return max(many // _SHARE_OF_A_DAY, _FEWEST)
