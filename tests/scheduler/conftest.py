"""Properties are timed by the suite's own limit: the first look at a year without list computes its holidays."""

from hypothesis import settings

settings.register_profile("scheduler", deadline=None)
settings.load_profile("scheduler")
