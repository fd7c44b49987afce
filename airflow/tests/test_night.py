import json
import os
import shutil
import sqlite3
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from bellwether.publication import published_tables
from bellwether.settings import PROJECT

TABLES = published_tables(PROJECT)


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """A demo home of its own, which a night may write to."""
    return Path(shutil.copytree(demo_home, tmp_path / "home", symlinks=True))


@pytest.fixture(scope="session")
def database() -> Path:
    """Airflow's own database."""
    path = Path(os.environ["AIRFLOW_HOME"]) / "airflow.db"
    if not path.exists():
        airflow("db", "migrate")
    return path


def test_a_night_is_run_published_and_told_to_every_asset(home: Path, database: Path):
    day = json.loads((home / "published" / "current.json").read_text())["as_of_date"]
    the_night_after = f"{date.fromisoformat(day) + timedelta(days=1)}T04:00:00"
    before = events(database)
    airflow("dags", "test", "bellwether_nightly", the_night_after, **demo(home))
    new = events(database)[len(before) :]
    assert sorted(name for name, _ in new) == [f"bellwether.{table}" for table in TABLES]
    assert {json.loads(extra)["as_of_date"] for _, extra in new} == {day}


def demo(home: Path) -> dict[str, str]:
    """What a run of the demo's source is told beside its day; the Java options make a short run shorter."""
    return {
        "BELLWETHER_SOURCE": "demo",
        "BELLWETHER_HOME": str(home),
        "BELLWETHER_SOURCE_PATH": str(home / "raw"),
        "BELLWETHER_HASH_KEY": "a key that hides nobody: the users of the demo do not exist",
        "BELLWETHER_JAVA_OPTS": os.environ.get("BELLWETHER_JAVA_OPTS", "-XX:TieredStopAtLevel=1"),
    }


def airflow(*arguments: str, **environment: str) -> None:
    ended = subprocess.run(
        ["airflow", *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1200,
    )
    assert ended.returncode == 0, ended.stdout


def events(database: Path) -> list[tuple[str, str]]:
    """The updates of assets so far: name and what was said of it."""
    with sqlite3.connect(database) as connection:
        query = "SELECT name, e.extra FROM asset_event e JOIN asset a ON a.id = asset_id ORDER BY e.id"
        return connection.execute(query).fetchall()
