"""How the property tests run: enough examples to matter, quick enough to run always, repeatable on the build server."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "rules",
    max_examples=120,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("rules")
