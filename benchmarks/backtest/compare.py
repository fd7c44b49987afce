"""Judges `bellwether backtest` beside four other libraries, on ten public tables and on the same folds."""

import argparse
import json
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
from peers import PEERS
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from tables import TABLES, Table

PROJECT = Path(__file__).resolve().parent.parent.parent
WORK = PROJECT / "target" / "benchmarks" / "backtest"
OURS = "Bellwether"
RESAMPLES = 1000
BINS = 10
SEED = 1


def backtested(table: Table, folder: Path) -> pd.DataFrame:
    """Each row of a table with its label, the fold that it was held out in, and the champion's probability."""
    csv = folder / "table.csv"
    table.read(WORK).to_csv(csv, index=False)
    command = [PROJECT / "bellwether", "backtest", "--features", csv, "--label", table.label]
    subprocess.run([*command, "--positive", table.positive, "--out", folder], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    champion = json.loads((folder / "metrics.json").read_text())["champion"]
    rows = pd.read_csv(folder / "predictions.csv").sort_values("row")
    return pd.DataFrame({"event": rows["label"], "fold": rows["held_out_in"], OURS: rows[champion]})


def with_peers(rows: pd.DataFrame, table: Table, folder: Path) -> pd.DataFrame:
    """The rows with each peer's probabilities, learned from the other folds; they are kept while the folds stay."""
    kept = folder / "peers.csv"
    if kept.exists():
        before = pd.read_csv(kept)
        if before["fold"].equals(rows["fold"]) and set(PEERS) <= set(before.columns):
            return rows.join(before[list(PEERS)])
    features = pd.read_csv(folder / "table.csv").drop(columns=table.label)
    texts = features.select_dtypes(exclude="number").columns
    features[texts] = features[texts].astype("category")
    for peer, predict in PEERS.items():
        for fold in rows["fold"].unique():
            held = (rows["fold"] == fold).to_numpy()
            rows.loc[held, peer] = predict(features[~held], rows["event"].to_numpy()[~held], features[held])
    rows.drop(columns=OURS).to_csv(kept, index=False)
    return rows


def calibration_error(events: np.ndarray, probabilities: np.ndarray) -> float:
    """Bellwether's: ten bins of equal count, rows of equal probability together, counted from the lowest."""
    order = np.argsort(-probabilities, kind="stable")
    sorted_rows = probabilities[order]
    bounds = [0]
    for number in range(1, BINS + 1):
        end = int(np.floor(len(order) * number / BINS + 0.5))
        if end > bounds[-1]:
            bounds.append(int(np.searchsorted(-sorted_rows, -sorted_rows[end - 1], side="right")))
    gaps = np.add.reduceat(sorted_rows - events[order], bounds[:-1])
    return float(np.abs(gaps).sum() / len(order))


def perfect_error(probabilities: np.ndarray) -> float:
    """What perfect probabilities would stay under in 95 % of cases."""
    random = np.random.default_rng(SEED)
    drawn = (random.random(len(probabilities)) < probabilities for _ in range(RESAMPLES))
    return float(np.quantile([calibration_error(events, probabilities) for events in drawn], 0.95))


def figures(events: np.ndarray, probabilities: np.ndarray) -> dict[str, float]:
    return {
        "auc": roc_auc_score(events, probabilities),
        "log_loss": log_loss(events, probabilities),
        "brier": brier_score_loss(events, probabilities),
        "ece": calibration_error(events, probabilities),
    }


def require_same_figures(told: dict, rows: pd.DataFrame) -> None:
    """The figures are computed here as Bellwether does, or the comparison would be of two definitions."""
    for figure, value in figures(rows["event"].to_numpy(), rows[OURS].to_numpy()).items():
        ours = told[figure]["value"] if isinstance(told[figure], dict) else told[figure]
        if abs(ours - value) > 1e-6:
            raise SystemExit(f"{figure}: metrics.json says {ours}, and its predictions {value}")


def differences(rows: pd.DataFrame, peer: str) -> dict[str, np.ndarray]:
    """The peer's AUC and log loss less ours, with a 95 % interval: of the same resampled rows for both."""
    random = np.random.default_rng(SEED)
    events = rows["event"].to_numpy()
    both = {name: rows[name].to_numpy() for name in (OURS, peer)}
    losses = {name: -np.log(np.where(events == 1, p, 1 - p).clip(1e-15)) for name, p in both.items()}
    drawn = []
    for _ in range(RESAMPLES):
        sample = random.integers(0, len(events), len(events))
        auc = {name: roc_auc_score(events[sample], p[sample]) for name, p in both.items()}
        loss = losses[peer][sample].mean() - losses[OURS][sample].mean()
        drawn.append((auc[peer] - auc[OURS], loss))
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return {"auc": np.array([low[0], high[0]]), "log_loss": np.array([low[1], high[1]])}


def printed(table: Table, rows: pd.DataFrame) -> None:
    events = rows["event"].to_numpy()
    print(f"\n{table.name}: {len(rows):,} rows, {events.sum():,} events")
    print(f"  {'method':22}{'AUC':8}{'log loss':10}{'Brier':8}{'ECE (perfect)':18}less ours, 95 %: AUC, log loss")
    for name in (OURS, *PEERS):
        probabilities = rows[name].to_numpy()
        value = figures(events, probabilities)
        ece = f"{value['ece']:.4f} ({perfect_error(probabilities):.4f})"
        line = f"  {name:22}{value['auc']:<8.4f}{value['log_loss']:<10.4f}{value['brier']:<8.4f}{ece:18}"
        if name != OURS:
            line += ", ".join(f"{low:+.4f} to {high:+.4f}" for low, high in differences(rows, name).values())
        print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks/backtest/run", description=__doc__)
    names = [table.name for table in TABLES]
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"some of {', '.join(names)}; else all")
    wanted = parser.parse_args().tables or names
    if unknown := set(wanted) - set(names):
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    for table in (table for table in TABLES if table.name in wanted):
        folder = WORK / table.name
        folder.mkdir(parents=True, exist_ok=True)
        rows = backtested(table, folder)
        told = json.loads((folder / "metrics.json").read_text())
        require_same_figures(told["methods"][told["champion"]], rows)
        printed(table, with_peers(rows, table, folder))


if __name__ == "__main__":
    main()
