"""Hypothesis without a clock: a busy machine is no failure. (A profile holds for the whole run.)"""

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
