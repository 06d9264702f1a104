"""The types of every package hold, as mypy reads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def test_every_package_is_typed_without_a_fault() -> None:
    command = [sys.executable, "-m", "mypy", "--no-error-summary"]
    said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert said.stdout + said.stderr == ""
