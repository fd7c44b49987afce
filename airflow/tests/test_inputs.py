from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bellwether.inputs import InputsArrived, missing_inputs

CONTEXT = {"data_interval_end": datetime(2026, 7, 1, 2, tzinfo=UTC), "params": {}}


def test_all_inputs_of_the_day_must_be_there(tmp_path):
    patterns = [f"{tmp_path}/crm.csv", f"{tmp_path}/usage/{{as_of}}/*.jsonl"]
    sensor = InputsArrived(patterns=patterns, zone=ZoneInfo("Europe/Berlin"))
    (tmp_path / "crm.csv").touch()
    other_day = tmp_path / "usage" / "2026-06-29" / "a.jsonl"
    other_day.parent.mkdir(parents=True)
    other_day.touch()
    assert sensor.poke(CONTEXT) is False
    assert missing_inputs(patterns, date(2026, 6, 30)) == [f"{tmp_path}/usage/2026-06-30/*.jsonl"]
    other_day.parent.rename(tmp_path / "usage" / "2026-06-30")
    assert sensor.poke(CONTEXT) is True


def test_waiting_holds_no_worker_and_ends():
    sensor = InputsArrived(patterns=["/in"], zone=ZoneInfo("UTC"))
    assert (sensor.mode, sensor.timeout) == ("reschedule", 6 * 3600)
