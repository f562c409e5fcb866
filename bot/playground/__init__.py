"""A local Slack: Web API, Socket Mode, signed HTTP, and a browser page; for trying and testing any Bolt app."""

from .clock import LocalClock
from .people import Channel, Team, User
from .server import Playground
from .workspace import Timing

__all__ = ["Channel", "LocalClock", "Playground", "Team", "Timing", "User"]
