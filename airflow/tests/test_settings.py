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


def test_one_of_several_homes_asks_the_environment_only_where_bellwether_is():
    environment = {"BELLWETHER_PROJECT": "/opt/bellwether", "BELLWETHER_SOURCE": "other", "BELLWETHER_HOME": "/other"}
    key = {"privacy.hash_key": "${env:ACME_HASH_KEY}"}
    settings = Settings.of_home(
        "acme", source="crm", home="/srv/acme", time_zone="Europe/Berlin", sets=key, environment=environment
    )
    assert (settings.name, settings.source, str(settings.home)) == ("acme", "crm", "/srv/acme")
    assert str(settings.project) == "/opt/bellwether"
    assert settings.sets == {"time_zone": "Europe/Berlin"} | key


@pytest.mark.parametrize("name", ["", "Acme", "a.b", "../acme"])
def test_the_name_of_a_home_is_one_that_dags_and_assets_may_have(name: str):
    with pytest.raises(ValueError, match="cannot name a home"):
        Settings.of_home(name, source="crm", home="/srv/acme")
