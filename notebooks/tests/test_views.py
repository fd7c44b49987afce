import json
from pathlib import Path

import duckdb


def test_the_views_tell_each_night_once_and_the_latest(home: Path):
    published = home / "published"
    db = duckdb.connect()
    db.execute((published / "views.sql").read_text())
    latest = {}
    for path in sorted(published.glob("2*/manifest.json")):
        manifest = json.loads(path.read_text())
        known = latest.get(manifest["as_of_date"])
        if known is None or known["revision"] < manifest["revision"]:
            latest[manifest["as_of_date"]] = manifest
    current = json.loads((published / "current.json").read_text())

    rows = db.sql("SELECT count(*), count(DISTINCT as_of_date) FROM history.account_health").fetchone()
    now = db.sql('SELECT DISTINCT CAST(as_of_date AS varchar) FROM "current".account_health').fetchall()
    columns = "duckdb_columns() WHERE schema_name = 'history' AND table_name = 'account_health'"
    uncommented = db.sql(f"SELECT count(*) FROM {columns} AND comment IS NULL").fetchone()

    assert rows == (sum(m["tables"]["account_health"]["rows"] for m in latest.values()), len(latest))
    assert now == [(current["as_of_date"],)]
    assert uncommented == (0,)
