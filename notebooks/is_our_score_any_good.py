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
# # Is our score any good?
#
# What health, the CSMs and the predictions said of customers at past month-ends, held against who left. The figures
# are those of `track_record`, which each night publishes; the last section counts health's anew, from scores and
# outcomes, and stops if they differ.
#
# Two cohorts: *decision* are customers whose renewal decision fell within the horizon, the question that people have;
# *pooled* are all of them, for which knowing the calendar alone looks good. Under ten churned accounts there are no
# figures, and this notebook says so.

# %%
import os
from pathlib import Path

import altair as alt
import duckdb
import pandas as pd
from deltalake import DeltaTable
from IPython.display import Markdown, display

alt.renderers.enable("svg")
HOME = Path(os.environ.get("BELLWETHER_HOME", "../data/demo")).resolve()
VIEWS = HOME / "published" / "views.sql"
assert VIEWS.exists(), f"{VIEWS} is missing: publish a night first, or set BELLWETHER_HOME to a home that has one."

db = duckdb.connect()
db.execute(VIEWS.read_text())
db.execute("CREATE VIEW record AS FROM current.track_record WHERE segment = 'all' AND version = 'all'")
FIRST, LAST, OUTCOMES, CHURNED = db.sql(
    "SELECT min(first_observed_on), max(last_observed_on), max(n), max(churned_accounts) FROM record"
).fetchone()
assert OUTCOMES, "no outcome has matured yet: the first one does some months after the first night."
print(f"Month-ends from {FIRST} to {LAST}; at most {OUTCOMES} outcomes and {CHURNED} churned accounts in a group.")

# %% [markdown]
# ## Do those who leave look worse beforehand?
#
# Of one customer who left and one who stayed, the chance that the former was said to be in more danger (AUC). A coin
# has 0.5. The line is the 95% interval, by the number of churned accounts, since month-ends of one account are not
# independent. A word whose interval reaches below 0.5 is not told from a coin yet.

# %%
SUBJECTS = {"health": "health", "csm_assessment": "CSM's rating", "churn_prediction": "prediction"}
GREEN, YELLOW, RED, BLUE, GREY = "#2e7d4f", "#e0a526", "#b93a32", "#2f6fa8", "#9aa0a6"
ranked = db.sql("""
    SELECT subject, cohort, horizon_days, n, events, churned_accounts, auc, auc_low, auc_high
    FROM record
    ORDER BY cohort, horizon_days, subject
""").df()
ranked["who"] = ranked["subject"].map(SUBJECTS)


def verdict(row):
    if pd.isna(row["auc"]):
        return f"too few have left to say ({row['churned_accounts']})"
    if row["auc_low"] > 0.5:
        return "better than a coin"
    return "worse than a coin" if row["auc_high"] < 0.5 else "not told from a coin"


ranked["verdict"] = ranked.apply(verdict, axis=1)
ranked[["cohort", "horizon_days", "who", "n", "events", "auc", "auc_low", "auc_high", "verdict"]].style.hide(
    axis="index"
).format({"auc": "{:.2f}", "auc_low": "{:.2f}", "auc_high": "{:.2f}"}, na_rep="")

# %%
told = ranked.dropna(subset=["auc"])
base = alt.Chart(told).encode(
    y=alt.Y("who:N", title=None), color=alt.Color("cohort:N", scale=alt.Scale(range=[BLUE, GREY]), title="Cohort")
)
offset = alt.YOffset("cohort:N")
coin = alt.Chart(told).mark_rule(strokeDash=[4, 3], color="black").encode(x=alt.datum(0.5))
points = base.mark_point(filled=True, size=70).encode(
    x=alt.X("auc:Q", title="AUC, with its 95% interval", scale=alt.Scale(domain=[0, 1])), yOffset=offset
)
intervals = base.mark_rule(strokeWidth=2).encode(x="auc_low:Q", x2="auc_high:Q", yOffset=offset)
if told.empty:
    display(Markdown("*Too few have left to draw anything.*"))
else:
    display((coin + intervals + points).properties(width=420).facet(row=alt.Row("horizon_days:O", title="Days ahead")))

# %% [markdown]
# ## How many of the green, yellow and red left?
#
# Within 90 days, of those who had a decision. A good score's bars rise from green to red; a red that hardly leaves more
# often than green is no warning.

# %%
colours = db.sql("""
    WITH bands AS (
        UNPIVOT (SELECT subject, n_green AS green, n_yellow AS yellow, n_red AS red FROM record
                 WHERE cohort = 'decision' AND horizon_days = 90 AND subject <> 'churn_prediction')
        ON green, yellow, red INTO NAME band VALUE outcomes
    ), rates AS (
        UNPIVOT (SELECT subject, churn_rate_green AS green, churn_rate_yellow AS yellow, churn_rate_red AS red
                 FROM record WHERE cohort = 'decision' AND horizon_days = 90)
        ON green, yellow, red INTO NAME band VALUE rate
    )
    SELECT subject, band, outcomes, rate FROM bands LEFT JOIN rates USING (subject, band)
    ORDER BY ALL
""").df()
colours = colours.dropna(subset=["rate"])
colours["who"] = colours["subject"].map(SUBJECTS)
bars = alt.Chart(colours, width=160, height=220).encode(
    x=alt.X("band:N", sort=["green", "yellow", "red"], title=None),
    y=alt.Y("rate:Q", title="Left within 90 days", axis=alt.Axis(format="%")),
)
coloured = (
    bars.mark_bar().encode(
        color=alt.Color(
            "band:N", scale=alt.Scale(domain=["green", "yellow", "red"], range=[GREEN, YELLOW, RED]), legend=None
        )
    )
    + bars.mark_text(dy=-6).encode(text=alt.Text("outcomes:Q", format=","))
).facet(column=alt.Column("who:N", title="Over each bar: outcomes behind it"))
display(Markdown("*Too few have left to say.*") if colours.empty else coloured)

# %% [markdown]
# ## Do we see it in time, and what does it cost?
#
# *Green before* is the share of those who left that was green 90 days or more before their decision: they looked well
# from outside. *Lead* is the median of days for which they had been red. *Red who stayed* is the price: calls that
# nobody would have needed.

# %%
db.sql("""
    SELECT subject, horizon_days AS days_ahead, watermelon_rate AS green_before, median_lead_days AS lead_days,
           retained_red_share AS red_who_stayed
    FROM record
    WHERE cohort = 'decision' AND subject <> 'churn_prediction'
    ORDER BY ALL
""").df().style.hide(axis="index").format(
    {"green_before": "{:.0%}", "lead_days": "{:.0f}", "red_who_stayed": "{:.1%}"}, na_rep="too few"
)

# %% [markdown]
# ## Do probabilities add up?
#
# What the predictions expected, and how many left. Where nothing was predicted yet, there is nothing to hold.

# %%
expected = db.sql("""
    SELECT cohort, horizon_days AS days_ahead, n AS outcomes, round(expected_churned, 1) AS expected, events AS left_,
           round(ece, 4) AS calibration_error
    FROM record
    WHERE subject = 'churn_prediction'
    ORDER BY ALL
""").df()
display(expected if len(expected) else Markdown("*No probability that was published has matured yet.*"))

# %% [markdown]
# ## Is it getting better?
#
# Health's AUC for decisions within 90 days, as each night told it. It moves slowly: each night adds to the same record.

# %%
course = db.sql("""
    SELECT CAST(as_of_date AS VARCHAR) AS night, auc, auc_low, auc_high, churned_accounts
    FROM history.track_record
    WHERE segment = 'all' AND version = 'all' AND cohort = 'decision' AND horizon_days = 90 AND subject = 'health'
      AND auc IS NOT NULL
    ORDER BY ALL
""").df()
if course.empty:
    display(Markdown("*Too few have left to say.*"))
else:
    x = alt.X("night:T", title="Night")
    over = alt.Chart(course, width=520, height=220).encode(x=x)
    display(
        over.mark_area(color=BLUE, opacity=0.2).encode(
            y=alt.Y("auc_low:Q", title="AUC", scale=alt.Scale(domain=[0, 1])), y2="auc_high:Q"
        )
        + over.mark_line(color=BLUE, point=True).encode(y="auc:Q")
    )

# %% [markdown]
# ## Do the tables agree?
#
# Counted anew for all customers: each score and colour of a month-end, as the home computed it, with the outcome that
# had matured by the night; each pair of one who left and one who stayed is compared.


# %%
def stored(name, table):
    """Makes the view `name` over the files of a table's last version."""
    db.read_parquet(DeltaTable(HOME / "warehouse" / table).file_uris()).create_view(name)


stored("computed", "marts/account_health")
stored("label", "features/churn_label")
db.execute("""
    CREATE TABLE judged AS
    SELECT label.account_id, observed_on, horizon_days, churned, churned_on, band, round(score, 2) AS score
    FROM computed JOIN label ON computed.as_of_date = observed_on AND computed.account_id = label.account_id
    WHERE band <> 'unknown' AND matured_on <= (SELECT max(as_of_date) FROM current.track_record)
""")
counted = db.sql("""
    SELECT horizon_days, count(*) AS n, count(*) FILTER (churned) AS events,
           count(DISTINCT (account_id, churned_on)) FILTER (churned) AS churned_accounts,
           count(*) FILTER (band = 'green') AS n_green, count(*) FILTER (band = 'red') AS n_red
    FROM judged GROUP BY ALL ORDER BY ALL
""").fetchall()
recorded = db.sql("""
    SELECT horizon_days, n, events, churned_accounts, n_green, n_red FROM record
    WHERE subject = 'health' AND cohort = 'pooled' ORDER BY ALL
""").fetchall()
assert counted == recorded, f"counted {counted}, recorded {recorded}"
print("ok: outcomes, churned accounts and colours are those of the rows")

# %%
compared = db.sql("""
    SELECT record.horizon_days, record.auc AS recorded,
           avg(CASE WHEN gone.score < stayed.score THEN 1.0 WHEN gone.score = stayed.score THEN 0.5 ELSE 0 END)
               AS counted
    FROM judged AS gone
    JOIN judged AS stayed ON gone.horizon_days = stayed.horizon_days AND gone.churned AND NOT stayed.churned
    JOIN record ON record.horizon_days = gone.horizon_days AND record.subject = 'health' AND record.cohort = 'pooled'
    WHERE record.auc IS NOT NULL
    GROUP BY ALL
""").df()
assert ((compared["recorded"] - compared["counted"]).abs() < 1e-9).all(), compared
print("ok: health's AUC is that of the pairs,", len(compared), "horizons")


# %%
def none(what, sql):
    """Fails when `sql` finds rows, and shows the first of them."""
    wrong = db.sql(sql).df()
    assert wrong.empty, f"{what}:\n{wrong.head()}"
    print("ok:", what)


none(
    "rates of colours come to those who left",
    """
    SELECT * FROM record
    WHERE auc IS NOT NULL AND subject <> 'churn_prediction'
      AND abs(n_green * coalesce(churn_rate_green, 0) + n_yellow * coalesce(churn_rate_yellow, 0)
              + n_red * coalesce(churn_rate_red, 0) - events) > 1e-6
    """,
)
none(
    "segments come to all",
    """
    SELECT subject, cohort, horizon_days FROM current.track_record WHERE version = 'all'
    GROUP BY ALL HAVING sum(n) FILTER (segment <> 'all') IS DISTINCT FROM sum(n) FILTER (segment = 'all')
    """,
)
