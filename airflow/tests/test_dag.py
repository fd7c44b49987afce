from datetime import timedelta
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag

from bellwether.publication import published_tables
from bellwether.settings import PROJECT

DAGS = Path(__file__).resolve().parents[1] / "dags"


@pytest.fixture(scope="module")
def bag() -> DagBag:
    return DagBag(dag_folder=str(DAGS))


@pytest.fixture
def dag(bag):
    return bag.dags["bellwether_nightly"]


def test_the_folder_has_one_dag_and_no_import_errors(bag):
    assert bag.import_errors == {}
    assert list(bag.dags) == ["bellwether_nightly"]


def test_one_night_at_a_time_and_no_catching_up(dag):
    assert dag.max_active_runs == 1
    assert dag.get_task("run").max_active_tis_per_dag == 1  # backfills do not mind max_active_runs
    assert dag.catchup is False
    assert dag.max_consecutive_failed_dag_runs == 3


def test_every_night_at_four_in_the_business_time_zone(monkeypatch):
    monkeypatch.setenv("BELLWETHER_TIME_ZONE", "Europe/Berlin")
    schedule = DagBag(dag_folder=str(DAGS)).dags["bellwether_nightly"].timetable
    assert (type(schedule).__name__, schedule.expression) == ("CronDataIntervalTimetable", "0 4 * * *")
    assert str(schedule.timezone) == "Europe/Berlin"


def test_a_wrong_environment_is_shown_as_an_import_error(monkeypatch):
    monkeypatch.delenv("BELLWETHER_SOURCE")
    (error,) = DagBag(dag_folder=str(DAGS)).import_errors.values()
    assert "BELLWETHER_SOURCE is not set" in error


def test_tasks_are_tried_again_after_a_pause(dag):
    for task in dag.tasks:
        assert (task.retries, task.retry_delay) == (2, timedelta(minutes=5))


def test_assets_are_updated_only_by_the_task_that_saw_the_publication(dag):
    assert [task.task_id for task in dag.topological_sort()] == ["run", "verify_publication"]
    assert dag.get_task("run").outlets == []
    tables = published_tables(PROJECT)
    assert [asset.name for asset in dag.get_task("verify_publication").outlets] == [f"bellwether.{t}" for t in tables]


def test_it_can_be_read_and_found(dag):
    assert "as-of date" in dag.doc_md
    assert dag.tags == {"bellwether", "customer-success"}
