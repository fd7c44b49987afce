import json
from datetime import date

import pytest

from bellwether.publication import PublicationError, published_assets, verify

from .conftest import TABLES, publish

DAY = date(2026, 6, 30)
EARLIER = date(2026, 6, 29)


def test_each_contract_of_a_mart_is_an_asset(project):
    assert [asset.name for asset in published_assets(project)] == [f"bellwether.{table}" for table in TABLES]


def test_tables_of_a_home_with_a_name_are_found_by_their_own(settings):
    publish(settings.home, DAY)
    assets = published_assets(settings.project, "acme")
    assert [asset.name for asset in assets] == [f"bellwether.acme.{table}" for table in TABLES]
    assert [asset.uri for asset in assets] == [f"bellwether://published/acme/{table}" for table in TABLES]
    assert verify(settings.home, DAY, assets)["revision"] == "1"


def test_without_contracts_the_error_says_what_to_set(tmp_path):
    with pytest.raises(ValueError, match="Set BELLWETHER_PROJECT"):
        published_assets(tmp_path)


def test_a_whole_publication_of_the_day_passes(settings):
    publish(settings.home, DAY)
    assert verify(settings.home, DAY, published_assets(settings.project)) == {
        "publication": "2026-06-30-1", "as_of_date": "2026-06-30", "revision": "1", "run_id": "r1",
    }  # fmt: skip


def test_an_earlier_day_run_again_is_found_beside_the_current_one(settings):
    publish(settings.home, EARLIER, revision=2)
    publish(settings.home, EARLIER, revision=10)
    publish(settings.home, DAY)
    assert verify(settings.home, EARLIER, [])["publication"] == "2026-06-29-10"


def test_nothing_published_fails(settings):
    with pytest.raises(PublicationError, match=r"current\.json cannot be read"):
        verify(settings.home, DAY, [])


def test_a_day_that_was_not_published_fails(settings):
    publish(settings.home, EARLIER)
    with pytest.raises(PublicationError, match="2026-06-30 was not published"):
        verify(settings.home, DAY, [])
    with pytest.raises(PublicationError, match="no publication of 2026-06-28"):
        verify(settings.home, date(2026, 6, 28), [])


def test_a_missing_table_fails(settings):
    publish(settings.home, DAY, tables=("account_health",))
    with pytest.raises(PublicationError, match="has no churn_prediction"):
        verify(settings.home, DAY, published_assets(settings.project))


def test_a_missing_or_cut_file_fails(settings):
    folder = publish(settings.home, DAY)
    (folder / "account_health" / "part-00000.parquet").write_bytes(b"P")
    with pytest.raises(PublicationError, match="not the 4 bytes"):
        verify(settings.home, DAY, [])


def test_a_changed_table_and_a_changed_page_fail(settings):
    folder = publish(settings.home, DAY)
    (folder / "account_health" / "part-00000.parquet").write_bytes(b"PAR2")
    with pytest.raises(PublicationError, match=r"part-00000\.parquet holds other bytes"):
        verify(settings.home, DAY, [])
    (folder / "account_health" / "part-00000.parquet").write_bytes(b"PAR1")
    (folder / "report" / "index.html").write_bytes(b"pagE")
    with pytest.raises(PublicationError, match=r"index\.html holds other bytes"):
        verify(settings.home, DAY, [])
    (folder / "report" / "index.html").unlink()
    with pytest.raises(PublicationError, match=r"index\.html is missing"):
        verify(settings.home, DAY, [])


def test_a_publication_from_before_files_had_hashes_passes(settings):
    manifest = publish(settings.home, DAY) / "manifest.json"
    old = json.loads(manifest.read_text())
    del old["files"]
    for table in old["tables"].values():
        for file in table["files"]:
            del file["sha256"]
    manifest.write_text(json.dumps(old))
    assert verify(settings.home, DAY, [])["publication"] == "2026-06-30-1"


def test_a_manifest_of_another_day_fails(settings):
    manifest = publish(settings.home, DAY) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"as_of_date": "2026-06-01"}))
    with pytest.raises(PublicationError, match="is for 2026-06-01"):
        verify(settings.home, DAY, [])
