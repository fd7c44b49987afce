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
# # Designing a scorecard
#
# What the scorecard in force weighs, where customers lie on its curves, which of its measures tell who leaves, and what
# an edit would do, before anybody sees it. Nothing is published and nothing in the home is changed; the last section
# checks that the preview and the published night count the same customers.

# %%
import os
import re
import subprocess
import tempfile
from pathlib import Path

import altair as alt
import duckdb
import pandas as pd
import yaml
from deltalake import DeltaTable

alt.renderers.enable("svg")
FOLDERS = (Path.cwd(), *Path.cwd().parents)
LAUNCHER = next(folder / "bellwether" for folder in FOLDERS if (folder / "bellwether").is_file())
CONF = Path(os.environ.get("BELLWETHER_CONF", LAUNCHER.parent / "conf"))
HOME = Path(os.environ.get("BELLWETHER_HOME", "../data/demo")).resolve()
VIEWS = HOME / "published" / "views.sql"
assert VIEWS.exists(), f"{VIEWS} is missing: publish a night first, or set BELLWETHER_HOME to a home that has one."
SCORECARD = CONF / "scorecards" / "default.yaml"

db = duckdb.connect()
db.execute(VIEWS.read_text())
(night,) = db.sql("SELECT max(as_of_date) FROM current.account_health").fetchone()
# texts as they stand: Bellwether reads numbers and days from them itself
scorecard = yaml.load(SCORECARD.read_text(), Loader=yaml.BaseLoader)  # noqa: S506
print(f"Scorecard {scorecard['name']}, version {scorecard['version']}, as of {night}")

# %% [markdown]
# ## What does it weigh?
#
# The share that a measure has in the score of an account of which everything is known.

# %%
measures = pd.DataFrame(
    {
        "dimension": dimension,
        "measure": name,
        "feature": measure["feature"],
        "weight": float(measure["weight"]),
        "of_dimension": float(content["weight"]),
        "curve": [[float(x), float(score)] for x, score in measure["curve"]],
    }
    for dimension, content in scorecard["dimensions"].items()
    for name, measure in content["measures"].items()
)
within = measures["weight"] / measures.groupby("dimension")["weight"].transform("sum")
dimensions = measures.groupby("dimension")["of_dimension"].first()
measures["share"] = within * measures["of_dimension"] / dimensions.sum()
percent = alt.Axis(format="%")
alt.Chart(measures.drop(columns="curve"), width=360, height={"step": 18}).mark_bar().encode(
    x=alt.X("share:Q", title="Share of the score", axis=percent),
    y=alt.Y("measure:N", title=None, sort="-x"),
    color=alt.Color("dimension:N", title="Dimension"),
)

# %% [markdown]
# ## Where do customers lie on the curves?
#
# The line is the curve: what a value of the feature is worth. Each tick is a customer of the latest night. A curve on
# which all stand at one end tells nobody from another.

# %%
curves = pd.DataFrame(
    {"measure": row.measure, "value": x, "score": score} for row in measures.itertuples() for x, score in row.curve
)
customers = db.sql("""
    SELECT measure, raw_value AS value, value AS score
    FROM current.account_health_measure JOIN current.account_health USING (as_of_date, account_id)
    WHERE status = 'customer' AND raw_value IS NOT NULL
""").df()
customers = customers[customers["measure"].isin(measures["measure"])]
both = pd.concat([curves.assign(what="curve"), customers.assign(what="customer")])
x, y = alt.X("value:Q", title=None), alt.Y("score:Q", title=None, scale=alt.Scale(domain=[0, 100]))
panel = alt.Chart(both, width=150, height=90)
(
    panel.transform_filter("datum.what == 'curve'").mark_line(color="#2f6fa8").encode(x=x, y=y)
    + panel.transform_filter("datum.what == 'customer'").mark_tick(color="#b93a32", opacity=0.35).encode(x=x, y=y)
).facet(facet=alt.Facet("measure:N", title=None), columns=4).resolve_scale(x="independent")

# %% [markdown]
# ## Which measures tell who leaves?
#
# At past month-ends, of one who left within 90 days and one who stayed, the chance that the former scored lower on the
# measure alone. A half is a coin. One that weighs much and tells nothing is worth a look; where few left, it may be
# luck. Measures are chosen with CSMs, not by this list.


# %%
def stored(name, table):
    """Makes the view `name` over the files of a table's last version."""
    db.read_parquet(DeltaTable(HOME / "warehouse" / table).file_uris()).create_view(name)


stored("computed", "marts/account_health_measure")
stored("label", "features/churn_label")
telling = db.sql("""
    WITH judged AS (
        SELECT measure, value, churned,
               rank() OVER scores + (count(*) OVER (PARTITION BY measure, value) - 1) / 2.0 AS place
        FROM computed JOIN label ON as_of_date = observed_on AND computed.account_id = label.account_id
        WHERE horizon_days = 90 AND state = 'known'
        WINDOW scores AS (PARTITION BY measure ORDER BY value)
    )
    SELECT measure, count(*) AS outcomes, count(*) FILTER (churned) AS left_,
           1 - (sum(place) FILTER (churned) - left_ * (left_ + 1) / 2) / (left_ * (outcomes - left_)) AS tells
    FROM judged GROUP BY measure HAVING left_ > 0 AND left_ < outcomes
""").df()
told = measures.drop(columns="curve").merge(telling, on="measure")
dots = alt.Chart(told, width=420, height=300).encode(
    x=alt.X("share:Q", title="Share of the score", axis=percent),
    y=alt.Y("tells:Q", title="Tells who leaves (a half: a coin)", scale=alt.Scale(zero=False)),
)
(
    alt.Chart(told).mark_rule(strokeDash=[4, 3]).encode(y=alt.datum(0.5))
    + dots.mark_point(filled=True, size=60).encode(color=alt.Color("dimension:N", title="Dimension"))
    + dots.mark_text(align="left", dx=7, fontSize=9).encode(text="measure:N")
)

# %% [markdown]
# ## What would an edit do?
#
# The edit: open escalations weigh three times as much. Change it here, or write a file by hand; `scorecard check` tells
# all that is wrong with it, and `scorecard preview` scores all nights of the home by both.

# %%
scorecard["version"] += " with an edit"
escalations = scorecard["dimensions"]["support"]["measures"]["open_escalations"]
escalations["weight"] = str(3 * float(escalations["weight"]))
FOLDER = Path(tempfile.mkdtemp(prefix="bellwether-scorecard-"))
for other in SCORECARD.parent.glob("*.yaml"):
    (FOLDER / other.name).write_text(other.read_text())
edited = FOLDER / SCORECARD.name
edited.write_text(yaml.safe_dump(scorecard, sort_keys=False))


def bellwether(*arguments):
    """What the command says; an error ends the notebook."""
    done = subprocess.run(
        [LAUNCHER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


print(bellwether("scorecard", "check", edited, "--as-of", str(night)))
preview = bellwether("scorecard", "preview", edited, "--as-of", str(night), "--home", HOME, "--conf", CONF)
print(preview)

# %%
BANDS = ("green", "yellow", "red", "unknown")
moves = pd.DataFrame(
    [
        {"before": line[1], "after": after, "customers": int(count.replace(",", ""))}
        for line in re.finditer(
            r"^ +(green|yellow|red|unknown) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+)$", preview, re.M
        )
        for after, count in zip(BANDS, line.groups()[1:], strict=True)
    ]
)
cells = alt.Chart(moves, width=260, height=200).encode(
    x=alt.X("after:N", sort=BANDS, title="By the edit"), y=alt.Y("before:N", sort=BANDS, title="In force")
)
cells.mark_rect().encode(color=alt.Color("customers:Q", scale=alt.Scale(scheme="blues"))) + cells.mark_text().encode(
    text="customers:Q"
)

# %% [markdown]
# ## Do they agree?

# %%
published = db.sql(
    "SELECT band, count(*) FROM current.account_health WHERE status = 'customer' GROUP BY ALL"
).fetchall()
counted = moves.groupby("before")["customers"].sum()
assert {band: n for band, n in counted.items() if n} == dict(published), f"{dict(counted)} is not {dict(published)}"
print("ok: the preview counts the customers of each band that the night has published")
weights = db.sql("SELECT DISTINCT measure FROM current.account_health_measure").df()["measure"]
assert set(measures["measure"]) <= set(weights), set(measures["measure"]) - set(weights)
print("ok: each measure of the scorecard is told of some account")
assert abs(measures["share"].sum() - 1) < 1e-9
print("ok: shares sum to one")
