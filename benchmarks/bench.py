"""What Bellwether costs: CPU seconds, wall and peak memory of whole commands, and of plain DuckDB beside them."""

import argparse
import datetime
import itertools
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
HOMES = PROJECT / "target" / "benchmarks"
KEY = {"BELLWETHER_HASH_KEY": "a key of the benchmarks, which hides nobody"}
PHASE = re.compile(r"([\w ]+) begins after ([0-9.]+) s of CPU")


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU is user and system time of all its threads."""

    wall: float
    cpu: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.cpu:.1f} s CPU, {self.wall:.1f} s wall, {self.peak_mb:,.0f} MB peak"


def measured(command: list[str], **environment: str) -> Cost:
    """Runs a command to its end; fails with it."""
    print("  $", " ".join(command), flush=True)
    started = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return Cost(time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def bellwether(*arguments: str) -> Cost:
    return measured([str(PROJECT / "bellwether"), *arguments], **KEY)


def fresh(name: str) -> Path:
    home = HOMES / name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return home


def warm_up() -> None:
    """Builds, and lets the launcher store its classes, so that no measured run does."""
    if not (PROJECT / "jobs" / "target" / "run.jsa").exists():
        bellwether("demo", "--accounts", "1", "--months", "13", "--home", str(fresh("warm-up")))


def phases(home: Path) -> dict[str, float]:
    """The CPU seconds of each phase of the home's newest run, as its log tells."""
    log = max((home / "logs").glob("*.log"), key=lambda file: file.stat().st_mtime)
    marks = [(name, float(at)) for name, at in PHASE.findall(log.read_text())]
    return {name: after - at for (name, at), (_, after) in itertools.pairwise(marks)}


def company(home: Path, accounts: int, months: int, *options: str) -> str:
    """Files of a company of the demo's kind, and the day before their last."""
    size = ("--accounts", str(accounts), "--months", str(months), "--no-truth", "--files-only")
    bellwether("demo", "--home", str(home), *size, *options)
    return str(last_day(months) - datetime.timedelta(days=1))


def last_day(months: int) -> datetime.date:
    """The last day of a company's history, which begins in July 2023."""
    month = 6 + months
    return datetime.date(2023 + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def night(raw: Path, home: Path, as_of: str) -> Cost:
    source = f"source.path={raw / 'raw'}"
    return bellwether("run", "--source", "demo", "--as-of", as_of, "--home", str(home), "--set", source)


@dataclass(frozen=True)
class Peer:
    """Runs in a process of its own, so that its memory is its own too."""

    database: Path

    def run(self, raw: Path, as_of: str) -> Cost:
        self.database.unlink(missing_ok=True)
        return measured([sys.executable, str(HERE / "bench.py"), "peer", str(self.database), str(raw), as_of])

    def compared(self, home: Path) -> tuple[int, int, int, int]:
        connection = duckdb.connect(str(self.database))
        package = files("duckdb_extension_delta")
        connection.load_extension(str(package / "extensions" / "v1.5.5" / "delta.duckdb_extension"))
        table = home / "warehouse" / "intermediate" / "account_activity_daily"
        connection.execute(f"CREATE TEMP VIEW bellwether AS SELECT * FROM delta_scan('{table}')")  # noqa: S608
        return connection.execute((HERE / "peer" / "compare.sql").read_text()).fetchone()


def run_peer(database: str, raw: str, as_of: str) -> None:
    connection = duckdb.connect(database)
    connection.execute("SET threads = 2")
    connection.execute("SET VARIABLE raw = ?", [raw])
    connection.execute("SET VARIABLE as_of = ?", [as_of])
    connection.execute((HERE / "peer" / "usage.sql").read_text())


def demo(accounts: int) -> list[str]:
    """A year of nights of the demo's company, then one more night; and a look at it."""
    home = str(fresh("demo"))
    size = ("--accounts", str(accounts), "--home", home)
    backfill = bellwether("demo", *size)
    one = bellwether("demo", *size, "--next-night")
    bellwether("show", "renewal_risk", "--home", home)
    look = bellwether("show", "renewal_risk", "--home", home, "--limit", "10")
    return [
        f"| {accounts:,} accounts, 38 dates | {backfill} | |",
        f"| the next night | {one} | {one.cpu / backfill.cpu:.2f} of the backfill |",
        f"| `show` of 10 rows | {look} | |",
    ]


def usage(accounts: int) -> list[str]:
    """One night over many usage events, beside plain DuckDB doing ingest, rollup and features of usage."""
    raw, home = fresh("usage-raw"), fresh("usage")
    as_of = company(raw, accounts, 13, "--events-per-user-day", "5")
    cost = night(raw, home, as_of)
    peer = Peer(HOMES / "peer.duckdb")
    peer_cost = peer.run(raw / "raw", as_of)
    rows, peer_rows, different, by_ties = peer.compared(home)
    lines = [
        f"| {accounts:,} accounts, {events(raw):,} usage rows: the whole night | {cost} | |",
        f"| plain DuckDB: usage alone | {peer_cost} | the night is {cost.cpu / peer_cost.cpu:.1f} times that |",
    ]
    for phase, cpu in phases(home).items():
        lines.append(f"| … {phase} of it | {cpu:.1f} s CPU | {cpu / peer_cost.cpu:.1f} times that |")
    verdict = "all of them by ties" if different == by_ties else f"**{different - by_ties:,} are not explained**"
    compared = f"{rows:,} account-days, {peer_rows:,} of the peer"
    lines.append(f"| equal to the row | {compared} | {different:,} differ, {verdict} |")
    return lines


def events(raw: Path) -> int:
    pattern = str(raw / "raw" / "usage" / "*.csv.gz")
    (rows,) = duckdb.execute("SELECT count(*) FROM read_csv(?, all_varchar = true)", [pattern]).fetchone()
    return rows


def history(accounts: int) -> list[str]:
    """The night that follows a first one, after 1 and after 24 months of history."""
    costs = {}
    for months in (1, 24):
        raw, home = fresh(f"history-raw-{months}"), fresh(f"history-{months}")
        before = company(raw, accounts, months + 1)
        night(raw, home, before)
        company(raw, accounts, months + 1, "--next-night")
        costs[months] = night(raw, home, str(last_day(months + 1)))
    ratio = costs[24].cpu / costs[1].cpu
    return [
        f"| {accounts:,} accounts, a night after 1 month | {costs[1]} | |",
        f"| a night after 24 months | {costs[24]} | {ratio:.2f} times that |",
    ]


def accounts(most: int) -> list[str]:
    """One night of companies of more and more accounts."""
    lines = []
    smaller = None
    for size in (10_000, 100_000, 1_000_000):
        if size > most:
            break
        raw, home = fresh(f"accounts-raw-{size}"), fresh(f"accounts-{size}")
        cost = night(raw, home, company(raw, size, 2))
        growth = "" if smaller is None else f"{cost.cpu / smaller:.1f} times as much for 10 times as many"
        lines.append(f"| {size:,} accounts, one night of two months | {cost} | {growth} |")
        smaller = cost.cpu
    return lines


BENCHMARKS: dict[str, tuple[Callable[[int], list[str]], int]] = {
    "demo": (demo, 1000),
    "usage": (usage, 1000),
    "history": (history, 1000),
    "accounts": (accounts, 1_000_000),
}


def heading(name: str) -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)  # noqa: S603
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, load {load:.1f} per core"
    return f"## {name}, {datetime.date.today()}, commit {commit.stdout.strip()}\n\n{machine}.\n"  # noqa: DTZ011


def main() -> None:
    if sys.argv[1:2] == ["peer"]:
        run_peer(*sys.argv[2:5])
        return
    told = "; ".join(f"{name}: {function.__doc__}" for name, (function, _) in BENCHMARKS.items())
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__, epilog=told)
    parser.add_argument("name", choices=BENCHMARKS)
    parser.add_argument("size", nargs="?", type=int, help="accounts, or the most of them")
    parser.add_argument("--record", action="store_true", help="adds the result to benchmarks/RESULTS.md")
    arguments = parser.parse_args()
    function, default = BENCHMARKS[arguments.name]
    warm_up()
    lines = function(arguments.size or default)
    text = "\n".join([heading(arguments.name), "| what | cost | ratio |", "|---|---|---|", *lines, ""])
    print(text)
    if arguments.record:
        with (HERE / "RESULTS.md").open("a") as results:
            results.write("\n" + text)


if __name__ == "__main__":
    main()
