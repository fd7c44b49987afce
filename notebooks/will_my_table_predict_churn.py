# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Will my table predict churn?
#
# A backtest of a table with one row per customer, or per customer and month: `bellwether backtest` trains, calibrates
# and judges on rows that nothing was learned from. Name yours, its column that says who left, and further options:
#
#     export BELLWETHER_TABLE=customers.csv BELLWETHER_LABEL=churned
#     export BELLWETHER_BACKTEST="--id account --time month --purge 90"
#
# Without them the table is made of a home: the features of its past month-ends, with who left within 90 days. A page
# with all figures is in the folder that is named below; the last section computes the main figures anew.

# %%
import json
import math
import os
import shlex
import subprocess
import tempfile
from pathlib import Path

import altair as alt
import duckdb
import pandas as pd
from deltalake import DeltaTable
from IPython.display import Markdown, display

alt.renderers.enable("svg")
FOLDERS = (Path.cwd(), *Path.cwd().parents)
LAUNCHER = next(folder / "bellwether" for folder in FOLDERS if (folder / "bellwether").is_file())
HOME = Path(os.environ.get("BELLWETHER_HOME", "../data/demo")).resolve()
FOLDER = Path(tempfile.mkdtemp(prefix="bellwether-backtest-"))
db = duckdb.connect()


def table_of_the_home():
    """Features of month-ends with what came of them, as Parquet, and how to judge it."""
    features = HOME / "warehouse" / "features"
    assert features.exists(), f"{features} is missing: publish a night first, set BELLWETHER_HOME or BELLWETHER_TABLE."
    db.read_parquet(DeltaTable(features / "account_features").file_uris()).create_view("features")
    db.read_parquet(DeltaTable(features / "churn_label").file_uris()).create_view("label")
    file = FOLDER / "table.parquet"
    db.execute(f"""
        COPY (
            SELECT features.*, churned
            FROM features JOIN label ON as_of_date = observed_on AND features.account_id = label.account_id
            WHERE horizon_days = 90
            ORDER BY as_of_date, features.account_id
        ) TO '{file}'
    """)
    # dates and the calendar of decisions tell when somebody may leave, not who
    calendar = "as_of_date,customer_since,last_customer_day,days_to_decision,days_to_renewal"
    return file, "churned", ["--id", "account_id", "--drop", *calendar.split(",")]


if "BELLWETHER_TABLE" in os.environ:
    table, label = os.environ["BELLWETHER_TABLE"], os.environ["BELLWETHER_LABEL"]
    options = shlex.split(os.environ.get("BELLWETHER_BACKTEST", ""))
else:
    table, label, options = table_of_the_home()
OUT = FOLDER / "out"
command = [LAUNCHER, "backtest", "--features", table, "--label", label, "--out", OUT, *options]
done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
print(done.stdout)
assert done.returncode == 0, f"the backtest ended with {done.returncode}"

# %% [markdown]
# ## How well is it told who leaves?
#
# Of one who left and one who stayed, the chance that the former was given the higher probability (AUC), with its 95%
# interval. `base_rate` knows nothing but how many leave; what does not beat it predicts nothing. The champion was
# chosen on other rows than these.

# %%
BLUE, GREY, GREEN, RED = "#2f6fa8", "#9aa0a6", "#2e7d4f", "#b93a32"
metrics = json.loads((OUT / "metrics.json").read_text())
champion = metrics["champion"]
methods = pd.DataFrame(
    [
        {"method": name, "auc": one["auc"]["value"], "low": one["auc"]["low"], "high": one["auc"]["high"]}
        for name, one in metrics["methods"].items()
    ]
)
methods["champion"] = methods["method"] == champion
base = alt.Chart(methods, width=420, height={"step": 34}, title=f"Champion: {champion}").encode(
    y=alt.Y("method:N", title=None, sort=None),
    color=alt.Color("champion:N", scale=alt.Scale(domain=[True, False], range=[BLUE, GREY]), legend=None),
)
scale = alt.Scale(domain=[0, 1])
base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title="AUC", scale=scale), x2="high:Q") + base.mark_point(
    filled=True, size=80
).encode(x="auc:Q")

# %% [markdown]
# ## Whom would a list find?
#
# If somebody called the first part of a list in order of probability, the share of all who left that would be on it. By
# lot it would be the dashed line.

# %%
predictions = pd.read_csv(OUT / "predictions.csv")
in_order = predictions.sort_values(champion, ascending=False, ignore_index=True)
found = pd.DataFrame(
    {
        "called": [0.0, *((in_order.index + 1) / len(in_order))],
        "found": [0.0, *(in_order["label"].cumsum() / in_order["label"].sum())],
    }
)
percent = alt.Axis(format="%")
line = alt.Chart(found, width=360, height=280).encode(
    x=alt.X("called:Q", title="Of all, called in order", axis=percent),
    y=alt.Y("found:Q", title="Of those who left, found", axis=percent),
)
by_lot = alt.Chart(found).mark_line(strokeDash=[4, 3], color="black").encode(x="called:Q", y="called:Q")
line.mark_line(color=BLUE) + by_lot

# %% [markdown]
# ## Do its probabilities hold?
#
# Rows in bins of like probability: what was expected of each bin, and how many left. On the line they agree.

# %%
bins = pd.read_csv(OUT / "calibration.csv").query("method == @champion")
most = max(bins["mean_probability"].max(), bins["rate"].max())
axis = alt.Scale(domain=[0, most])
dots = alt.Chart(bins, width=280, height=280).encode(
    x=alt.X("mean_probability:Q", title="Expected", axis=percent, scale=axis),
    y=alt.Y("rate:Q", title="Left", axis=percent, scale=axis),
)
diagonal = alt.Chart(pd.DataFrame({"x": [0, most]})).mark_line(strokeDash=[4, 3], color="black").encode(x="x", y="x")
diagonal + dots.mark_point(filled=True, color=BLUE).encode(size=alt.Size("n:Q", title="Rows"))

# %% [markdown]
# ## What drives it?
#
# The mean distance by which a column moves the log odds, and which way. It tells what the method went by, not what made
# people leave. A column that alone does nearly all may know the outcome: the warnings name it.

# %%
drivers = pd.DataFrame(metrics["drivers"][:15])
drivers_chart = (
    alt.Chart(drivers, width=420, height={"step": 18})
    .mark_bar()
    .encode(
        x=alt.X("mean_abs_shap:Q", title="Moves the log odds by, on average"),
        y=alt.Y("name:N", title=None, sort=None),
        color=alt.Color("direction:N", title=None),
    )
)
display(drivers_chart if len(drivers) else Markdown("*The champion goes by no column.*"))
for warning in metrics["warnings"]:
    display(Markdown(f"**Warning:** {warning}"))

# %% [markdown]
# ## Do the figures agree?
#
# Computed anew from the held-out probabilities.


# %%
def auc(labels, scores):
    """By pairs: the chance that one who left has the higher score, ties counted half."""
    ranks = scores.rank()
    events = labels.sum()
    return (ranks[labels == 1].sum() - events * (events + 1) / 2) / (events * (len(labels) - events))


def log_loss(labels, scores):
    kept = scores.clip(1e-6, 1 - 1e-6)
    return -sum(math.log(p if y else 1 - p) for y, p in zip(labels, kept, strict=True)) / len(labels)


for name, one in metrics["methods"].items():
    assert len(predictions) == one["n"], name
    assert predictions["label"].sum() == one["events"], name
    assert abs(auc(predictions["label"], predictions[name]) - one["auc"]["value"]) < 1e-9, name
    assert abs(log_loss(predictions["label"], predictions[name]) - one["log_loss"]["value"]) < 1e-9, name
    print("ok:", name, "has the AUC and log loss of its predictions")
for share in metrics["methods"][champion]["top"]:
    print(f"the first {share['share']:.0%} of the list hold {share['recall']:.0%} of those who left")
