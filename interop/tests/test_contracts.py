"""Published files are held against their contracts by datacontract-cli, a public tool of the standard."""

import subprocess
from collections import Counter
from pathlib import Path

import duckdb
import pytest
import yaml
from datacontract.data_contract import DataContract
from datacontract.model.run import ResultEnum, Run

PROJECT = Path(__file__).resolve().parents[2]

# In Parquet files it does not look at types, and warns; PipelineIT does.
TYPES = "field_type"


@pytest.fixture(scope="session")
def contracts(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts") / "of-the-home"
    command = [PROJECT / "bellwether", "publication", "contracts", "--home", home, "--out", folder]
    subprocess.run(command, check=True)
    return folder


def test_every_table_of_the_latest_night_is_tested_and_passes(contracts: Path):
    files = sorted(contracts.glob("*.yaml"))
    checks = Counter()
    for file in files:
        run = checked(file)
        assert failures(run) == [], file.stem
        checks.update(check.type for check in run.checks)

    assert len(files) == 18
    for kind in ("field_is_present", "field_required", "field_minimum", "field_invalid_values", "model_quality_sql"):
        assert checks[kind] > 10, kind
    assert checks["primary_key_unique"] + checks["field_primary_key_unique"] == len(files)


@pytest.mark.parametrize(
    ("breakage", "found"),
    [
        ("SELECT * REPLACE ('purple' AS band) FROM files", "field_invalid_values band"),
        ("SELECT * REPLACE (101.0 AS score) FROM files", "field_maximum score"),
        ("SELECT * REPLACE (NULL AS status) FROM files", "field_required status"),
        ("SELECT * FROM files UNION ALL SELECT * FROM files", "primary_key_unique"),
        ("SELECT * EXCLUDE (coverage) FROM files", "field_is_present coverage"),
    ],
)
def test_broken_files_fail(contracts: Path, tmp_path: Path, breakage: str, found: str):
    contract = yaml.safe_load((contracts / "account_health.yaml").read_text())
    server = contract["servers"][0]
    broken = tmp_path / "part-00000.parquet"
    db = duckdb.connect()
    db.execute(f"CREATE VIEW files AS FROM read_parquet('{server['path']}')")
    db.execute(f"COPY ({breakage}) TO '{broken}'")
    server["path"] = str(broken)
    file = tmp_path / "account_health.yaml"
    file.write_text(yaml.safe_dump(contract, sort_keys=False))

    assert found in failures(checked(file))


def checked(file: Path) -> Run:
    return DataContract(data_contract_file=str(file)).test()


def failures(run: Run) -> list[str]:
    return [
        f"{check.type} {check.field or ''}".strip()
        for check in run.checks
        if check.result != ResultEnum.passed and not (check.type == TYPES and check.result == ResultEnum.warning)
    ]
