import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from bellwether.jobs import night

from .conftest import write_launcher

CONTEXT = {"data_interval_end": datetime(2026, 7, 1, 2, tzinfo=UTC), "params": {}}


def test_the_launcher_gets_the_day_and_the_settings(settings):
    settings = replace(settings, source="a b; $(touch stolen)")
    night(settings).execute(CONTEXT)
    assert (settings.project / "arguments").read_text().splitlines() == [
        "run", "--source", "a b; $(touch stolen)", "--as-of", "2026-06-30", "--home", str(settings.home),
        "--wait-for-lock", "30m",
    ]  # fmt: skip


def test_the_launcher_gets_what_the_home_sets_and_what_the_trigger_adds(settings):
    settings = replace(settings, name="acme", sets={"time_zone": "Europe/Berlin"})
    night(settings).execute(CONTEXT | {"params": {"arguments": ["--republish", "--set=churn.gap_days=60"]}})
    assert (settings.project / "arguments").read_text().splitlines()[-3:] == [
        "--set=time_zone=Europe/Berlin", "--republish", "--set=churn.gap_days=60",
    ]  # fmt: skip


def test_a_trigger_cannot_say_where_a_run_writes(settings):
    with pytest.raises(AirflowFailException, match="--home=/elsewhere"):
        night(settings).execute(CONTEXT | {"params": {"arguments": ["--home=/elsewhere"]}})
    assert not (settings.project / "arguments").exists()


@pytest.mark.parametrize("exit_code", [1, 2])
def test_a_failed_check_and_a_wrong_configuration_are_not_tried_again(settings, exit_code):
    write_launcher(settings.project, f"exit {exit_code}")
    with pytest.raises(AirflowFailException, match=f"exit code {exit_code}"):
        night(settings).execute(CONTEXT)


@pytest.mark.parametrize("script", ["exit 3", "exit 75", "kill -9 $$"])
def test_a_crash_and_a_home_in_use_are_tried_again(settings, script):
    write_launcher(settings.project, script)
    with pytest.raises(AirflowException) as crash:
        night(settings).execute(CONTEXT)
    assert not isinstance(crash.value, AirflowFailException)


def test_the_job_is_told_to_end_with_its_task_and_keeps_the_environment(settings, monkeypatch):
    monkeypatch.setenv("BELLWETHER_HASH_KEY", "secret")
    write_launcher(settings.project, '[ "$BELLWETHER_ENDS_WITH_PARENT $BELLWETHER_HASH_KEY" = "true secret" ]')
    night(settings).execute(CONTEXT)


def test_stopping_the_task_stops_the_job(settings):
    write_launcher(settings.project, "touch started; exec sleep 60")
    task = night(settings)

    def stop() -> None:
        while not (settings.project / "started").exists():
            time.sleep(0.05)
        task.on_kill()

    threading.Thread(target=stop).start()
    began = time.monotonic()
    with pytest.raises(AirflowException, match="exit code -15"):
        task.execute(CONTEXT)
    assert time.monotonic() - began < 30


def test_a_master_makes_it_a_spark_submit(settings, tmp_path, monkeypatch):
    settings = replace(settings, master="spark://127.0.0.1:7077")
    submit(monkeypatch, tmp_path, 'printf "%s\\n" "$@" > "$SUBMITTED"')
    library = settings.project / "jobs" / "target" / "lib" / "delta.jar"
    library.parent.mkdir(parents=True)
    library.touch()
    night(settings).execute(CONTEXT)
    line = (tmp_path / "submitted").read_text().splitlines()
    assert line[line.index("--master") + 1] == "spark://127.0.0.1:7077"
    assert line[line.index("--class") + 1] == "dev.bellwether.cli.Bellwether"
    assert line[line.index("--jars") + 1] == str(library)
    jar = line.index(str(settings.project / "jobs" / "target" / "bellwether.jar"))
    assert line[jar + 1 : jar + 6] == ["run", "--source", "crm", "--as-of", "2026-06-30"]
    assert line[-2:] == ["--conf", str(settings.project / "conf")]


@pytest.mark.parametrize(("exit_code", "final"), [(1, True), (2, True), (3, False)])
def test_exit_codes_of_a_submitted_night_mean_the_same(settings, tmp_path, monkeypatch, exit_code, final):
    submit(monkeypatch, tmp_path, f"exit {exit_code}")
    with pytest.raises(AirflowException) as failure:
        night(replace(settings, master="local[2]")).execute(CONTEXT)
    assert isinstance(failure.value, AirflowFailException) == final


def submit(monkeypatch, folder, script: str) -> None:
    """Puts a spark-submit first on the path that does `script`."""
    binary = folder / "spark-submit"
    binary.write_text(f"#!/bin/sh\n{script}\n")
    binary.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    monkeypatch.setenv("SUBMITTED", str(folder / "submitted"))
    monkeypatch.delenv("AIRFLOW_CONN_SPARK_DEFAULT", raising=False)
    monkeypatch.delenv("BELLWETHER_CONF", raising=False)
