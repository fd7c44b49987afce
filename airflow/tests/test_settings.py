import pytest

from bellwether.settings import PROJECT, Settings


def test_only_the_source_must_be_named():
    settings = Settings.from_environment({"BELLWETHER_SOURCE": "crm"})
    assert (settings.project, settings.home) == (PROJECT, PROJECT / "data")
    assert (settings.time_zone, settings.master) == ("UTC", None)


def test_a_missing_source_says_what_to_set():
    with pytest.raises(ValueError, match="Set it to the name of a folder in conf/sources"):
        Settings.from_environment({})


def test_a_relative_home_is_in_the_project():
    settings = Settings.from_environment({"BELLWETHER_SOURCE": "crm", "BELLWETHER_HOME": "data/demo"})
    assert settings.home == PROJECT / "data" / "demo"


def test_a_home_must_be_a_folder():
    with pytest.raises(ValueError, match="folder where that home is mounted"):
        Settings.from_environment({"BELLWETHER_SOURCE": "crm", "BELLWETHER_HOME": "hdfs://host/data"})


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd"])
def test_an_unknown_time_zone_says_what_to_set(zone: str):
    with pytest.raises(ValueError, match="BELLWETHER_TIME_ZONE"):
        Settings.from_environment({"BELLWETHER_SOURCE": "crm", "BELLWETHER_TIME_ZONE": zone})
