// The list: filtered, sorted and searched in memory; its state lives in the link.
const shownAtFirst = 200;
const state = { q: "", owner: "", segment: "", band: "", situation: "", status: "", sort: "rank", down: false, limit: shownAtFirst, account: "" };
const accounts = new Map(data.rows.map((row) => [row.id, row]));
const situations = { upcoming: "decision ahead", notice: "notice given", lapsed: "lapsed", overdue: "overdue", signed: "signed" };
const monthly = { monthly: "month to month" };
/** What was said of the renewal itself, which may differ from the health that a CSM sees; what is settled goes before it. */
const inStatus = (status) => status.replaceAll("_", " ");
function reviewed(row) {
  const said = [row.csm_status ? `renewal ${inStatus(row.csm_status)}` : null, row.csm_forecast ? `expects that it ${row.csm_forecast}` : null].filter(Boolean).join(", ");
  const settled = row.final_status ? `settled: ${inStatus(row.final_status)}` : row.to_settle ? `to settle${row.automated ? `: the numbers say ${inStatus(row.automated)}` : ""}` : null;
  const lines = [said ? said + (row.reviewed ? `, ${inNearDate(row.reviewed)}` : "") : null, row.snoozed ? `snoozed until ${inNearDate(row.snoozed)}` : null].filter(Boolean);
  return [...lines.map((text) => element("span", { class: "who small" }, text)), settled ? element("span", { class: `who small${row.final_status ? "" : " down"}` }, settled) : null].filter(known);
}
/** What a list may be narrowed to by what was said of renewals. */
const statuses = {
  at_risk: ["at risk by the numbers", (row) => row.automated === "at_risk"],
  to_settle: ["to settle: CSM and numbers differ", (row) => row.to_settle],
  settled: ["settled", (row) => row.final_status],
  unreviewed: ["not reviewed yet", (row) => !row.reviewed],
  snoozed: ["snoozed", (row) => row.snoozed],
  overdue_action: ["next action overdue", (row) => row.action_overdue],
};
const due = (row) => (!row.action_due ? "" : row.action_overdue ? `, overdue since ${inNearDate(row.action_due)}` : `, by ${inNearDate(row.action_due)}`);
const disagreements = { csm_more_worried: "CSM is more worried", csm_less_worried: "CSM is less worried" };
const mostLoss = data.rows.reduce((most, row) => Math.max(most, row.loss || 0), 1);
const moved = (points) => (Math.round(points) === 0 ? "0" : `${points < 0 ? "▼" : "▲"} ${whole.format(Math.abs(Math.round(points)))}`);
const columns = [
  { key: "rank", label: "#", number: true, term: "rank" },
  { key: "name", label: "Account" },
  { key: "days", label: "Decision", term: "decision_date" },
  { key: "arr", label: "ARR to decide", number: true, term: "available_to_renew_arr" },
  { key: "p", label: "Chance of churn", number: true, term: "churn_probability" },
  { key: "loss", label: "Expected loss", number: true, term: "expected_arr_loss" },
  { key: "score", label: "Health", term: "band" },
  { key: "change", label: "28 days", number: true, term: "change_28d" },
  { key: "reasons", label: "Why", fixed: true, term: "reason_1" },
  { key: "csm", label: "CSM says", term: "csm_band" },
];

function value(row, key) {
  if (key === "name") return (row.name || row.id).toLocaleLowerCase();
  if (key === "csm") return bandOrder[row.csm];
  return row[key];
}

function compare(a, b) {
  const x = value(a, state.sort), y = value(b, state.sort);
  if (!known(x) || !known(y)) return known(x) ? -1 : known(y) ? 1 : a.rank - b.rank;
  const order = typeof x === "string" ? x.localeCompare(y) : x - y;
  return (state.down ? -order : order) || a.rank - b.rank;
}

function selected() {
  const words = state.q.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return data.rows.filter((row) =>
    (!state.owner || (row.owner || "none") === state.owner) && (!state.segment || (row.segment || "none") === state.segment) &&
    (!state.band || row.band === state.band) && (!state.situation || row.situation === state.situation || row.urgency === state.situation) && (!state.status || statuses[state.status]?.[1](row)) &&
    words.every((word) => row.text.includes(word))).sort(compare);
}

function situationTag(row) {
  const tags = [];
  if (row.is_new) tags.push(element("span", { class: "tag new" }, "new"));
  if (row.situation !== "upcoming") tags.push(element("span", { class: "tag urgent" }, situations[row.situation] || row.situation));
  if (row.urgency === "monthly") tags.push(element("span", { class: "tag" }, monthly.monthly));
  if (row.stuck) tags.push(element("span", { class: "tag", "data-tip": `A ticket is open for ${inCount(row.oldest_ticket, "day", "days")}` }, "stuck ticket"));
  if (row.support_move) tags.push(element("span", { class: "tag", "data-tip": `Support ${row.support_move}` }, "support moved"));
  if (row.decisions > 1) tags.push(element("span", { class: "tag" }, `${row.decisions} contracts`));
  return tags.flatMap((tag) => [tag, " "]);
}

function cell(column, ...children) {
  return element("td", { class: [column.number && "number", column.key === "name" && "first", column.key === "rank" && "rank", ["reasons", "days", "csm"].includes(column.key) && column.key].filter(Boolean).join(" ") || null, "data-label": column.label }, ...children);
}

/** Health of which much is not known says so where it stands. */
const enoughKnown = 0.75;
const lowCoverage = (row) => (known(row.coverage) && row.coverage < enoughKnown ? element("span", { class: "who small quiet" }, `${inPercent(row.coverage)} of it known`) : null);

function reasonList(row) {
  if (row.reasons.length) return element("ul", { class: "small" }, ...row.reasons.map((reason) => element("li", {}, reason)));
  return element("span", { class: "small quiet" }, row.band === "unknown" ? "too little is known to say" : "nothing stands out");
}

const cells = {
  rank: (row) => [whole.format(row.rank)],
  name: (row) => [element("span", {}, element("button", { class: "plain name", type: "button", dir: "auto", onclick: () => go({ account: row.id }) }, row.name || row.id), element("span", { class: "who small quiet" }, [row.segment, row.owner || "no owner", row.parent && `of ${row.parent}${row.group_band ? `, ${row.group_band}` : ""}`].filter(Boolean).join(" · ")), ...situationTag(row))],
  days: (row) => [element("span", {}, inNearDate(row.decision), element("span", { class: "who small quiet" }, inDays(row.days) + (row.decision < row.renewal ? ", notice deadline" : "")))],
  arr: (row) => [inMoney(row.arr)],
  p: (row) => [known(row.p) ? element("span", {}, inPercent(row.p), element("span", { class: "who small quiet" }, row.method || "")) : element("span", { class: "quiet small" }, "unknown")],
  loss: (row) => [element("span", { class: known(row.loss) ? null : "quiet small" }, inMoney(row.loss)), known(row.loss) ? underBar(row.loss, mostLoss) : null],
  score: (row) => [element("span", {}, band(row.band, row.score), row.spark.some(known) ? sparkline(row.spark, data.spark_days, `health of the past year, now ${known(row.score) ? Math.round(row.score) : "unknown"}`) : null, lowCoverage(row))],
  change: (row) => [known(row.change) ? element("span", { class: Math.round(row.change) < 0 ? "down" : Math.round(row.change) > 0 ? "up" : "quiet" }, moved(row.change)) : element("span", { class: "quiet" }, "–")],
  reasons: (row) => [element("span", {}, reasonList(row), row.action ? element("span", { class: "next small" }, element("b", {}, "Next: "), row.action, element("span", { class: row.action_overdue ? "down" : null }, due(row)), row.action_state === "snoozed" ? element("span", { class: "quiet" }, ", snoozed") : null) : null)],
  csm: (row) => [element("span", {}, row.csm ? band(row.csm) : null, ...(reviewed(row).length || row.csm ? reviewed(row) : [element("span", { class: "quiet small" }, "nothing")]), row.disagreement ? element("span", { class: "who small" }, disagreements[row.disagreement]) : null)],
};

function heading(column) {
  const sorted = state.sort === column.key;
  const label = element("span", column.term && data.terms[column.term] ? { "data-tip": data.terms[column.term] } : {}, column.label + (sorted ? (state.down ? " ↓" : " ↑") : ""));
  return element("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": sorted ? (state.down ? "descending" : "ascending") : null },
    column.fixed ? label : element("button", { type: "button", onclick: () => go({ sort: column.key, down: sorted ? !state.down : ["arr", "p", "loss"].includes(column.key) }) }, label));
}

/** The sum of what is known, unknown where none of it is, and of how many it is where that is not all. */
function total(rows, key) {
  const those = rows.filter((row) => known(row[key]));
  if (rows.length && !those.length) return "unknown";
  const sum = inMoney(those.reduce((all, row) => all + row[key], 0));
  return those.length === rows.length ? sum : `${sum} (known of ${whole.format(those.length)})`;
}

/** Month-to-month terms stand behind longer ones, and are a group of their own while the list is in its order. */
function groupHeading(row, before, rows) {
  if (state.sort !== "rank" || state.down || !rows.some((r) => r.urgency === "monthly") || row.urgency === before?.urgency) return [];
  const isMonthly = row.urgency === "monthly";
  if (!isMonthly && before?.urgency !== "monthly") return [];
  const group = rows.filter((r) => (r.urgency === "monthly") === isMonthly && r.rank >= row.rank);
  const text = `${isMonthly ? "Month-to-month terms, which decide each month" : "Behind them"}: ${inCount(group.length, "account", "accounts")}, ${total(group, "arr")} to decide`;
  return [element("tr", { class: "group" }, element("th", { scope: "rowgroup", colspan: columns.length }, text))];
}

function drawList() {
  const rows = selected();
  const shown = rows.slice(0, state.limit);
  const body = element("tbody", {}, ...shown.flatMap((row, i) => [...groupHeading(row, shown[i - 1], rows), element("tr", { "data-account": row.id }, ...columns.map((column) => cell(column, ...cells[column.key](row))))]));
  const table = element("table", { class: "list" }, element("caption", { class: "hidden-text" }, "Renewals at risk"), element("thead", {}, element("tr", {}, ...columns.map(heading))), body);
  const holder = document.getElementById("rows");
  holder.replaceChildren(rows.length ? table : element("p", { class: "quiet" }, data.rows.length ? "No account matches what you chose." : `No account has a decision in the next ${data.window} days.`));
  if (rows.length > shown.length) {
    holder.append(element("p", { class: "more" }, `${whole.format(shown.length)} of ${whole.format(rows.length)} shown. `, element("button", { type: "button", onclick: () => go({ limit: state.limit + 1000 }) }, "Show more")));
  }
  document.getElementById("count").textContent = `${whole.format(rows.length)} of ${inCount(data.rows.length, "account", "accounts")}, ${total(rows, "arr")} to decide, ${total(rows, "loss")} expected loss`;
  return rows;
}

function choices(name, label, options) {
  const select = element("select", { id: `f-${name}`, onchange: (event) => go({ [name]: event.target.value, limit: shownAtFirst }) },
    element("option", { value: "" }, "all"), ...options.map(([key, text]) => element("option", { value: key }, text)));
  return element("label", {}, label, select);
}

function drawControls() {
  const distinct = (key) => [...new Set(data.rows.map((row) => row[key] || "none"))].sort((a, b) => a.localeCompare(b)).map((text) => [text, text === "none" ? `no ${key}` : text]);
  const present = (key, words) => Object.entries(words).filter(([name]) => data.rows.some((row) => row[key] === name));
  const search = element("input", { id: "search", type: "search", placeholder: "name, owner, reason …", oninput: (event) => go({ q: event.target.value, limit: shownAtFirst }) });
  document.getElementById("controls").append(
    element("label", {}, "Search ( / )", search), data.owner ? null : choices("owner", "Owner", distinct("owner")), choices("segment", "Segment", distinct("segment")),
    choices("band", "Band", present("band", bandWords)), choices("situation", "Situation", [...present("situation", situations), ...present("urgency", monthly)]),
    choices("status", "Status", Object.entries(statuses).filter(([, [, holds]]) => data.rows.some(holds)).map(([key, [text]]) => [key, text])),
    element("button", { type: "button", onclick: () => go({ q: "", owner: "", segment: "", band: "", situation: "", status: "", sort: "rank", down: false, limit: shownAtFirst }) }, "Clear"),
    element("span", { class: "count", id: "count", role: "status" }));
}
