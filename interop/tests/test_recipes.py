"""What docs/tour.md tells people to write reads what is there: each night once, and the latest."""

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

PROJECT = Path(__file__).resolve().parents[2]
TOUR = (PROJECT / "docs" / "tour.md").read_text()


@pytest.fixture
def project(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which data/demo is the home."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "demo").symlink_to(home)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bi(project: Path) -> Path:
    """The DuckDB file that BI tools open, as the tour makes it."""
    assert "duckdb bi.duckdb < data/demo/published/views.sql" in TOUR
    file = project / "bi.duckdb"
    with duckdb.connect(file) as db:
        db.execute((project / "data/demo/published/views.sql").read_text())
    return file


def test_duckdb_reads_the_current_publication(project: Path):
    told = recipe("import json, duckdb ")
    current = manifest(project, told["night"])

    assert told["health"].count("*").fetchone() == (rows(current, "account_health"),)
    assert len(told["risk"].df()) == rows(current, "renewal_risk")


def test_views_tell_each_night_once(project: Path):
    db = recipe("db = duckdb.connect()", duckdb=duckdb)["db"]

    counted = db.sql("SELECT count(*) FROM history.account_health").fetchone()
    assert counted == (sum(rows(one, "account_health") for one in latest_revisions(project)),)


def test_pandas_and_polars_read_the_current_publication(project: Path):
    told = recipe("import json, pandas, polars")
    current = manifest(project, told["night"])

    assert told["health"].height == rows(current, "account_health")
    assert len(told["risk"]) == rows(current, "renewal_risk")


def test_delta_tables_say_which_nights_are_published(project: Path):
    told = recipe("from deltalake import")
    nights = latest_revisions(project)

    assert {str(day) for day in told["published"]["as_of_date"]} == {one["as_of_date"] for one in nights}
    assert told["published"].height == sum(rows(one, "account_health") for one in nights)
    assert told["computed"].height > told["published"].height


def test_dbt_reads_the_views_as_sources(project: Path, bi: Path):
    models = project / "models"
    models.mkdir()
    (models / "sources.yml").write_text(block("yaml", "name: bellwether"))
    (query,) = re.findall(r"^ {4}(select .*source\('bellwether'.*)$", TOUR, re.MULTILINE)
    (models / "bands.sql").write_text(query)
    (project / "dbt_project.yml").write_text(
        "{name: acme, version: '1.0.0', profile: acme, flags: {send_anonymous_usage_stats: false}}"
    )
    (project / "profiles.yml").write_text(
        f"acme: {{target: bi, outputs: {{bi: {{type: duckdb, path: '{bi}', schema: main}}}}}}"
    )
    dbt = Path(sys.executable).with_name("dbt")
    built = subprocess.run([dbt, "build", "--profiles-dir", "."], capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout

    with duckdb.connect(bi) as db:
        accounts = db.sql("SELECT sum(accounts) FROM main.bands").fetchone()
        assert accounts == db.sql("SELECT count(*) FROM history.account_health").fetchone()


def recipe(beginning: str, **known) -> dict:
    """What is known after the tour's code of that beginning has run."""
    exec(block("python", beginning), known)
    return known


def block(language: str, content: str) -> str:
    (found,) = [one for one in re.findall(rf"```{language}\n(.*?)```", TOUR, re.DOTALL) if content in one]
    return found


def manifest(project: Path, publication: str) -> dict:
    return json.loads((project / "data/demo/published" / publication / "manifest.json").read_text())


def latest_revisions(project: Path) -> list[dict]:
    latest = {}
    for path in sorted((project / "data/demo/published").glob("2*/manifest.json")):
        one = json.loads(path.read_text())
        known = latest.get(one["as_of_date"])
        if known is None or known["revision"] < one["revision"]:
            latest[one["as_of_date"]] = one
    return list(latest.values())


def rows(one: dict, table: str) -> int:
    return one["tables"][table]["rows"]
