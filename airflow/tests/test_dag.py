from datetime import timedelta
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import Asset
from airflow.sdk.exceptions import ParamValidationError

from bellwether.dags import nightly
from bellwether.publication import published_tables
from bellwether.settings import PROJECT, Settings

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


def test_a_trigger_may_add_arguments_but_not_say_where(dag):
    param = dag.params.get_param("arguments")
    assert param.resolve(["--republish", "--set=churn.gap_days=60"]) == ["--republish", "--set=churn.gap_days=60"]
    for wrong in ["--home=/elsewhere", "--set=home=/elsewhere", "--set=source.path=/etc", "; rm -rf /"]:
        with pytest.raises(ParamValidationError):
            param.resolve([wrong])


SEVERAL = """
# an Airflow DAG for each home
from bellwether.dags import nightly
from bellwether.settings import Settings

nightly(Settings.of_home("acme", source="crm", home="/srv/acme", time_zone="Europe/Berlin"))
nightly(Settings.of_home("globex", source="crm", home="/srv/globex"), schedule="30 5 * * *", wait_for=["/in/{as_of}"])
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> DagBag:
    folder = tmp_path_factory.mktemp("dags")
    (folder / "homes.py").write_text(SEVERAL)
    return DagBag(dag_folder=str(folder))


def test_each_line_makes_a_dag_for_its_home(several):
    assert several.import_errors == {}
    assert sorted(several.dags) == ["bellwether_nightly_acme", "bellwether_nightly_globex"]
    acme, globex = (several.dags[name] for name in sorted(several.dags))
    assert (str(acme.timetable.timezone), acme.timetable.expression) == ("Europe/Berlin", "0 4 * * *")
    assert globex.timetable.expression == "30 5 * * *"
    assert "acme" in acme.tags


def test_homes_have_assets_of_their_own(several):
    names = [{asset.name for asset in dag.get_task("verify_publication").outlets} for dag in several.dags.values()]
    assert not names[0] & names[1]
    assert "bellwether.acme.account_health" in set.union(*names)


def test_a_home_waits_for_its_inputs_only_when_told_to(several):
    def order(dag_id: str) -> list[str]:
        return [task.task_id for task in several.dags[dag_id].topological_sort()]

    assert order("bellwether_nightly_acme") == ["run", "verify_publication"]
    assert order("bellwether_nightly_globex") == ["wait_for_inputs", "run", "verify_publication"]
    assert several.dags["bellwether_nightly_globex"].get_task("wait_for_inputs").reschedule


def test_a_dag_may_be_scheduled_on_assets():
    settings = Settings.of_home("initech", source="crm", home="/srv/initech")
    dag = nightly(settings, schedule=[Asset("crm_export")], catchup=True)
    assert (type(dag.timetable).__name__, dag.catchup) == ("AssetTriggeredTimetable", True)
