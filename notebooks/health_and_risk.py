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
# # Health and renewal risk
#
# Who is healthy, whose renewal is at risk, and why: read from the tables that Bellwether published, the same ones that
# the page and the workbook show. Nothing here is computed anew but counts and sums. The last section checks that the
# tables agree with each other; if they did not, this notebook would stop there with the reason.

# %%
import json
import os
from pathlib import Path

import altair as alt
import duckdb

alt.renderers.enable("svg")
HOME = Path(os.environ.get("BELLWETHER_HOME", "../data/demo")).resolve()
PUBLISHED = HOME / "published"


def read_json(path):
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is missing: publish a night first, or set BELLWETHER_HOME to a home that has one."
        )
    return json.loads(path.read_text())


current = read_json(PUBLISHED / "current.json")
print(f"Publication {current['publication']}: what was known by the end of {current['as_of_date']}.")

# %% [markdown]
# Each night is published as a folder of its own that never changes, with a manifest naming its files. A night that was
# published again has a higher revision; the latest counts here.

# %%
manifests = sorted((read_json(path) for path in PUBLISHED.glob("*/manifest.json")), key=lambda each: each["revision"])
nights = {manifest["as_of_date"]: manifest for manifest in manifests}
db = duckdb.connect()


def view(name, table, of_nights):
    """Makes the view `name` over the files of `table` in some nights."""
    files = [
        str(PUBLISHED / night["publication"] / file["path"])
        for night in of_nights
        for file in night["tables"][table]["files"]
    ]
    db.read_parquet(files).create_view(name)


tonight = [nights[current["as_of_date"]]]
for table in ("account_health", "account_health_measure", "renewal_risk"):
    view(table, table, tonight)
view("health_of_nights", "account_health", nights.values())

# %% [markdown]
# ## How healthy are our customers?
#
# Each customer has a score from 0 to 100 and a band. `unknown` means that too little is known to judge: it is a gap to
# close, not a middle. Customers that left, or whose subscription has lapsed, are not counted.

# %%
by_band = db.sql("""
    SELECT CAST(as_of_date AS VARCHAR) AS night, band, count(*) AS customers
    FROM health_of_nights
    WHERE status = 'customer'
    GROUP BY ALL
    ORDER BY ALL
""").df()
BANDS = {"green": "#2e7d4f", "yellow": "#e0a526", "red": "#b93a32", "unknown": "#9aa0a6"}
alt.Chart(by_band, width={"step": 44}, height=260, title="Customers by health band").mark_bar().encode(
    x=alt.X("night:O", title="Night"),
    y=alt.Y("customers:Q", title="Customers"),
    color=alt.Color("band:N", title="Band", scale=alt.Scale(domain=list(BANDS), range=list(BANDS.values()))),
)

# %% [markdown]
# ## Which renewals are at risk?
#
# The first twenty of the list, in the order in which to work on them. The *decision date* is the day by which the
# customer decides: the end of the notice period where a contract renews by itself. The *expected loss* is the yearly
# revenue up for renewal times the chance of losing it. The reasons are what speaks most against the renewal, by the
# method that made the chance: what the model adds for it, or else what costs the account the most points of health.

# %%
risks = db.sql("""
    SELECT
        rank,
        account_id AS account,
        CAST(decision_date AS VARCHAR) AS decision,
        days_to_decision AS days,
        CAST(available_to_renew_arr AS DOUBLE) AS up_for_renewal,
        CAST(churn_probability AS DOUBLE) AS chance_of_churn,
        CAST(expected_arr_loss AS DOUBLE) AS expected_loss,
        concat_ws('; ', reason_1, reason_2, reason_3) AS reasons
    FROM renewal_risk
    ORDER BY rank
    LIMIT 20
""").df()
risks.style.hide(axis="index").format(
    {"up_for_renewal": "{:,.0f}", "chance_of_churn": "{:.0%}", "expected_loss": "{:,.0f}"}, na_rep=""
)

# %%
alt.Chart(risks, width=520, height={"step": 18}, title="Expected loss of yearly recurring revenue").mark_bar().encode(
    x=alt.X("expected_loss:Q", title="Expected loss"),
    y=alt.Y("account:N", title=None, sort=risks["account"].tolist()),
    color=alt.Color("days:Q", title="Days to decision", scale=alt.Scale(scheme="orangered", reverse=True)),
)

# %% [markdown]
# ## Do the tables agree?


# %%
def none(what, sql):
    """Fails when `sql` finds rows, and shows the first of them."""
    wrong = db.sql(sql).df()
    assert wrong.empty, f"{what}:\n{wrong.head()}"
    print("ok:", what)


none(
    "every account has one health row a night",
    "SELECT as_of_date, account_id FROM health_of_nights GROUP BY ALL HAVING count(*) > 1",
)
none(
    "every account is on the risk list once",
    "SELECT account_id FROM renewal_risk GROUP BY ALL HAVING count(*) > 1",
)
none(
    "every account on the risk list has a health row",
    "SELECT account_id FROM renewal_risk ANTI JOIN account_health USING (account_id)",
)
none(
    "the contributions of an account's measures sum to its score before overrides",
    """
    SELECT account_id, score_before_overrides, sum(contribution) AS contributions
    FROM account_health JOIN account_health_measure USING (as_of_date, account_id)
    GROUP BY ALL
    HAVING abs(sum(contribution) - score_before_overrides) > 1e-6
    """,
)
none(
    "expected loss is never more than what is up for renewal",
    "SELECT account_id FROM renewal_risk WHERE expected_arr_loss > available_to_renew_arr",
)
none(
    "the list is in the order of its rank",
    "SELECT rank FROM renewal_risk QUALIFY rank IS DISTINCT FROM row_number() OVER (ORDER BY rank)",
)
