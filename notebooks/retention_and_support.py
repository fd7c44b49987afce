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
# # Retention and support
#
# How revenue and customers stay, and what support costs and does, by the way in which it is organised. The tables are
# those of the last month-end that a home computed; nothing here is computed anew but counts and sums. A table that the
# source does not feed is empty, and its section says so. The last section checks that the tables agree.

# %%
import os
from pathlib import Path

import altair as alt
import duckdb
import pandas as pd
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError
from IPython.display import display

alt.renderers.enable("svg")
HOME = Path(os.environ.get("BELLWETHER_HOME", "../data/demo")).resolve()
WAREHOUSE = HOME / "warehouse" / "marts"
db = duckdb.connect()


def view(table):
    """Makes a view over the files of a table's last version; tells whether the home has any."""
    try:
        files = DeltaTable(WAREHOUSE / table).file_uris()
    except TableNotFoundError:
        files = []
    if files:
        db.read_parquet(files).create_view(table)
    return bool(files)


TABLES = (
    "retention_monthly",
    "retention_cohort",
    "support_performance_monthly",
    "support_cost_monthly",
    "account_cost_to_serve",
    "support_model_comparison",
    "support_model_scorecard",
    "support_staffing",
)
known = {table for table in TABLES if view(table)}
print("without rows here:", ", ".join(sorted(set(TABLES) - known)) or "none")
assert "retention_monthly" in known or "support_performance_monthly" in known, (
    f"{WAREHOUSE} has neither retention nor support: run a night that ends a month, or set BELLWETHER_HOME."
)

# %% [markdown]
# ## What moved revenue in the last month?
#
# Gaps are bridged: who has lapsed and may yet renew still counts. All amounts are at the exchange rates of the month's
# start, so that the bars lead exactly from one end to the other. The axis begins near the movements, not at 0.

# %%
GREEN, RED, GREY, BLUE = "#2e7d4f", "#b93a32", "#9aa0a6", "#2f6fa8"
STEPS = {
    "at the start": "mrr_before",
    "new": "new_mrr",
    "reactivated": "reactivation_mrr",
    "expansion": "expansion_mrr",
    "contraction": "contraction_mrr",
    "churn": "churn_mrr",
    "at the end": "mrr_at_rates_before",
}


def waterfall(month):
    """The bars from one end of a month to the other."""
    bars, level = [], 0.0
    for step, column in STEPS.items():
        amount = float(month[column])
        is_level = step.startswith("at ")
        first, last = (None, amount) if is_level else (level, level + amount)
        colour = GREY if is_level else GREEN if amount >= 0 else RED
        bars.append({"step": step, "first": first, "last": last, "amount": amount, "colour": colour})
        level = last
    ends = [bar["last"] for bar in bars]
    ground = max(0.0, min(ends) - 2 * (max(ends) - min(ends)))
    for bar in bars:
        bar["first"] = ground if bar["first"] is None else bar["first"]
    return pd.DataFrame(bars)


if "retention_monthly" in known:
    months = db.sql("""
        SELECT * FROM retention_monthly WHERE cut = 'all' AND gaps = 'bridged' ORDER BY month
    """).df()
    bars = waterfall(months.iloc[-1])
    base = alt.Chart(bars, width=460, height=260, title=f"Monthly recurring revenue, {months.iloc[-1]['month']:%B %Y}")
    x = alt.X("step:N", title=None, sort=list(STEPS), axis=alt.Axis(labelAngle=0))
    boxes = base.mark_bar().encode(
        x=x,
        y=alt.Y("first:Q", title="MRR", scale=alt.Scale(zero=False)),
        y2="last:Q",
        color=alt.Color("colour:N", scale=None),
    )
    labels = base.mark_text(dy=-6).encode(x=x, y=alt.Y("top:Q", title="MRR"), text=alt.Text("amount:Q", format="+,.0f"))
    display(boxes + labels.transform_calculate(top="max(datum.first, datum.last)"))

# %% [markdown]
# ## How much revenue stays?
#
# Of the revenue of customers twelve months before: what they pay now (*net*), and what they pay now but never more than
# then (*gross*). Months before history is complete are not there.

# %%
if "retention_monthly" in known:
    rates = months.melt(
        "month", ["net_revenue_retention_12m", "gross_revenue_retention_12m"], "retention", "rate"
    ).dropna()
    rates["retention"] = rates["retention"].str.split("_").str[0]
    chart = alt.Chart(rates, width=520, height=240, title="Revenue retention over twelve months")
    display(
        chart.mark_line(point=True).encode(
            x=alt.X("month:T", title=None),
            y=alt.Y("rate:Q", title=None, axis=alt.Axis(format="%"), scale=alt.Scale(zero=False)),
            color=alt.Color("retention:N", title=None, scale=alt.Scale(range=[GREEN, BLUE])),
        )
    )

# %% [markdown]
# ## How long do customers stay?
#
# Everybody counts as far as he is seen (Kaplan and Meier); the band is a 95 % interval.

# %%
if "retention_cohort" in known:
    curves = db.sql("""
        SELECT cut_value AS segment, months, customer_retention AS kept, customer_retention_low AS low,
               customer_retention_high AS high, customers_at_risk
        FROM retention_cohort
        WHERE cut = 'segment'
        -- a curve ends at the first age that is missing or of too few, since what follows rests on it
        QUALIFY months = count_if(customers_at_risk >= 10)
          OVER (PARTITION BY cut_value ORDER BY months)
        ORDER BY ALL
    """).df()
    base = alt.Chart(curves, width=520, height=260, title="Share of customers left, by months since they began")
    x = alt.X("months:Q", title="Months")
    colour = alt.Color("segment:N", title="Segment")
    band = base.mark_area(opacity=0.15).encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q", color=colour)
    line = base.mark_line().encode(
        x=x, y=alt.Y("kept:Q", title=None, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])), color=colour
    )
    display(band + line)

# %% [markdown]
# ## What does each way of support cost, and how does it serve?
#
# Each point is a model in a month of the last twelve: cost of a ticket against the median time to a solution. Left and
# low is cheap and fast, of tickets that were solved: the share that was not stands in the table. The mix of tickets is
# not the same for all: that is the next section's question.

# %%
if {"support_cost_monthly", "support_performance_monthly"} <= known:
    models = db.sql("""
        SELECT s.month, s.cut_value AS model, s.requests, c.total, c.cost_per_ticket,
               s.resolution_hours_median AS hours, s.sla_kept_share AS kept, s.resolutions_timed AS solved
        FROM support_performance_monthly AS s
        JOIN support_cost_monthly AS c USING (cut, cut_value, month)
        WHERE cut = 'model' AND cut_value <> 'unknown'
          AND month > (SELECT last_day(max(month) - INTERVAL 12 MONTH) FROM support_cost_monthly)
        ORDER BY ALL
    """).df()
    display(
        alt.Chart(models, width=520, height=280, title="Cost and service by model and month")
        .mark_circle(opacity=0.7)
        .encode(
            x=alt.X("cost_per_ticket:Q", title="Cost of a ticket"),
            y=alt.Y("hours:Q", title="Median hours to a solution"),
            size=alt.Size("requests:Q", title="Tickets"),
            color=alt.Color("model:N", title="Model"),
        )
    )
    display(models[["month", "model", "requests", "solved", "kept"]].tail(12))

# %% [markdown]
# ## Does one model serve better, once the mix is equal?
#
# The difference of in-house support to another model among tickets of the same segment, priority and category, with its
# 95 % interval by account; hollow is the plain difference, which compares different work. Right of 0 is more of it
# in-house. An **association, not an effect**: nobody drew lots.

# %%
if "support_model_comparison" in known:
    pairs = db.sql("""
        SELECT other_way AS other, measure, difference, difference_low AS low, difference_high AS high,
               crude_difference AS crude, n, other_n, accounts, providers, other_providers
        FROM support_model_comparison
        WHERE dimension = 'model' AND way = 'in_house'
        UNION ALL
        SELECT way, measure, -difference, -difference_high, -difference_low, -crude_difference, other_n, n, accounts,
               other_providers, providers
        FROM support_model_comparison
        WHERE dimension = 'model' AND other_way = 'in_house'
        ORDER BY ALL
    """).df()
    if pairs.empty:
        print("In-house support shares too few like tickets with any other model to be compared.")
    base = alt.Chart(pairs).encode(y=alt.Y("other:N", title=None))
    marks = (
        base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=None), x2="high:Q")
        + base.mark_circle(size=60, opacity=1).encode(x="difference:Q")
        + base.mark_point(size=60, color=GREY).encode(x="crude:Q")
        + alt.Chart(pairs).mark_rule(color=RED, strokeDash=[3, 3]).encode(x=alt.datum(0))
    )
    display(
        marks.properties(width=220, height={"step": 22})
        .facet(facet=alt.Facet("measure:N", title="In-house less other models"), columns=2)
        .resolve_scale(x="independent")
    )

# %%
if "support_model_scorecard" in known:
    score = db.sql("""
        SELECT parameter, measured_by, better, model,
               if(measured, printf('%.3g of %d', value, n), 'not measured')
               || coalesce('; published: ' || reference, '') AS figure
        FROM support_model_scorecard
    """).df()
    display(score.pivot(index=["parameter", "measured_by", "better"], columns="model", values="figure"))
    print("Not at equal mix: whoever gets the hard tickets looks worse. What is published is as its authors report it.")

# %% [markdown]
# ## How many agents, and when?

# %%
if "support_staffing" in known:
    DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    staff = db.sql("SELECT * FROM support_staffing").df()
    staff["day"] = staff["weekday"].map(lambda day: DAYS[day - 1])
    busiest = staff.groupby("line")["expected_tickets"].sum().idxmax()
    display(
        alt.Chart(
            staff[staff["line"] == busiest], width=480, height=180, title=f"Agents for {busiest}, next four weeks"
        )
        .mark_rect()
        .encode(
            x=alt.X("hour:O", title="Hour"),
            y=alt.Y("day:N", title=None, sort=DAYS),
            color=alt.Color("agents:Q", title="Agents", scale=alt.Scale(scheme="blues")),
            tooltip=["day", "hour", "expected_tickets", "tickets_low", "tickets_high", "agents"],
        )
    )
    told = ["error", "naive_error", "beats_naive", "interval_held", "handling_minutes", "handling_is_default"]
    print(staff.groupby("line")[told].first().round(3))

# %% [markdown]
# ## Do the tables agree?


# %%
def none(needs, what, sql):
    """Fails when `sql` finds rows, and shows the first of them."""
    if not set(needs) <= known:
        print("not asked:", what)
        return
    wrong = db.sql(sql).df()
    assert wrong.empty, f"{what}:\n{wrong.head()}"
    print("ok:", what)


none(
    ["retention_monthly"],
    "movements sum to the change, to the last decimal",
    """
    SELECT * FROM retention_monthly
    WHERE mrr_before + new_mrr + reactivation_mrr + expansion_mrr + contraction_mrr + churn_mrr <> mrr_at_rates_before
    """,
)
none(
    ["retention_monthly"],
    "the groups of each cut sum to all",
    """
    WITH whole AS (SELECT * FROM retention_monthly WHERE cut = 'all')
    SELECT month, gaps, part.cut
    FROM retention_monthly AS part JOIN whole USING (month, gaps)
    GROUP BY ALL
    HAVING sum(part.churn_mrr) <> max(whole.churn_mrr) OR sum(part.customers) <> max(whole.customers)
    """,
)
none(
    ["support_performance_monthly"],
    "each ticket is in one group of each cut",
    """
    WITH whole AS (SELECT * FROM support_performance_monthly WHERE cut = 'all')
    SELECT month, part.cut FROM support_performance_monthly AS part JOIN whole USING (month)
    GROUP BY ALL HAVING sum(part.requests) <> max(whole.requests)
    """,
)
none(
    ["support_cost_monthly", "account_cost_to_serve"],
    "what accounts cost and what nobody carries sum to the invoices, to the cent",
    """
    WITH costs AS (SELECT sum(total) AS total, sum(unallocated) AS nobody FROM support_cost_monthly WHERE cut = 'all')
    SELECT * FROM costs
    WHERE total IS DISTINCT FROM
      coalesce(nobody, 0) + coalesce((SELECT sum(cost_to_serve) FROM account_cost_to_serve), 0)
    """,
)
none(
    ["support_cost_monthly"],
    "providers sum to all",
    """
    SELECT month FROM support_cost_monthly GROUP BY month
    HAVING sum(total) FILTER (cut = 'provider') IS DISTINCT FROM sum(total) FILTER (cut = 'all')
    """,
)
