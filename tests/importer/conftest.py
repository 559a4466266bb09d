"""The same examples on every machine and in every run: a property that fails here fails everywhere."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "bulletin", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("bulletin")
