"""The home that tests of several modules read: a fixture for their conftest, which names it as its tests do."""

import os
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def home() -> Path:
    """A small demo home; without built jobs the test is skipped, unless the build says that they must be there."""
    jar = PROJECT / "jobs" / "target" / "bellwether.jar"
    if not jar.exists() and not os.environ.get("JOBS_REQUIRED"):
        pytest.skip(f"{jar} is not built: run mvn package first")
    made = subprocess.run([PROJECT / "bin" / "test-home"], stdout=subprocess.PIPE, text=True, check=True)
    return Path(made.stdout.strip())
