"""No example is timed by the clock on the wall: a busy machine would fail what is right.

Where speed is part of what a test promises, it measures the time of the processor.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
