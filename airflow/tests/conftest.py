import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from demo_home import home as demo_home

from bellwether.settings import Settings

__all__ = ["demo_home"]

TABLES = ("account_health", "churn_prediction")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with two contracts and a launcher that only writes down how it was called."""
    root = tmp_path / "project"
    (root / "schemas" / "marts").mkdir(parents=True)
    for table in TABLES:
        (root / "schemas" / "marts" / f"{table}.yaml").write_text("- name: as_of_date\n")
    write_launcher(root, 'printf "%s\\n" "$@" > arguments')
    return root


@pytest.fixture
def settings(project: Path, tmp_path: Path) -> Settings:
    environment = {
        "BELLWETHER_PROJECT": str(project),
        "BELLWETHER_HOME": str(tmp_path / "home"),
        "BELLWETHER_SOURCE": "crm",
        "BELLWETHER_TIME_ZONE": "Europe/Berlin",
    }
    return Settings.from_environment(environment)


def write_launcher(project: Path, script: str) -> None:
    launcher = project / "bellwether"
    launcher.write_text(f"#!/bin/sh\n{script}\n")
    launcher.chmod(0o755)


def publish(home: Path, day: date, revision: int = 1, tables: tuple[str, ...] = TABLES) -> Path:
    """Publishes `day` as Bellwether does: files, then the manifest, then what is current."""
    name = f"{day}-{revision}"
    folder = home / "published" / name
    for table in tables:
        (folder / table).mkdir(parents=True)
        (folder / table / "part-00000.parquet").write_bytes(b"PAR1")
    (folder / "report").mkdir()
    (folder / "report" / "index.html").write_bytes(b"page")
    about = {"publication": name, "as_of_date": str(day), "revision": revision}
    parquet = {"bytes": 4, "sha256": sha256(b"PAR1").hexdigest()}
    files = {table: {"files": [{"path": f"{table}/part-00000.parquet", **parquet}]} for table in tables}
    others = {"report/index.html": {"bytes": 4, "sha256": sha256(b"page").hexdigest()}}
    (folder / "manifest.json").write_text(json.dumps(about | {"run_id": "r1", "tables": files, "files": others}))
    (home / "published" / "current.json").write_text(json.dumps(about))
    return folder
