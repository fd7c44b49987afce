// The account: a drawer with an address of its own in the link, and next and previous by keys.
// Details of some dozens of accounts are one pack, which is unpacked when one of them is opened.
const packs = document.getElementById("details").textContent.split("\n").filter(Boolean);
const unpacked = new Map();

async function unpack(pack) {
  const bytes = Uint8Array.from(atob(pack), (letter) => letter.charCodeAt(0));
  const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  return text.split("\n");
}

async function details(row) {
  const pack = Math.floor(row.line / data.pack);
  if (!unpacked.has(pack)) unpacked.set(pack, unpack(packs[pack]));
  return JSON.parse((await unpacked.get(pack))[row.line % data.pack]);
}

/** What its parent and the parent's other accounts come to, it among them. */
function group(row) {
  const health = `health ${row.group_band}` + (known(row.group_score) ? ` (${whole.format(row.group_score)} weighted by ARR, worst ${row.group_worst})` : "");
  return [row.parent || `parent ${row.id}`, known(row.group_arr) ? `${inMoney(row.group_arr)} ARR together` : null, row.group_band ? health : null].filter(Boolean).join(", ");
}

/** What to know before calling: payments, tickets, who is there, when the last talk was. */
function contactFacts(row) {
  return [
    ["Last renewal", row.last_outcome ? `${inStatus(row.last_outcome)}, ${inDate(row.last_renewal)}` : null, "last_renewal_outcome"],
    ["Payments", !known(row.past_due) ? null : row.past_due ? `${inCount(row.past_due, "day", "days")} past due` : "nothing overdue", "days_past_due"],
    ["Escalations", !known(row.escalations) ? null : row.escalations ? `${whole.format(row.escalations)} open` : "none open", "open_escalations"],
    ["Oldest open ticket", !known(row.oldest_ticket) ? null : row.oldest_ticket ? `open for ${inCount(row.oldest_ticket, "day", "days")}` : "none that is older than a day", "oldest_open_ticket_days"],
    ["Support", row.support_move, "support_move"],
    ["Sponsor", row.sponsor === "left" ? `left ${inDays(-row.sponsorless)}` : row.sponsor ? "in place" : null, "sponsor"],
    ["Last touch", known(row.touched) ? `${inDate(row.touched)}` : "none known", "last_touch_on"], ["Next touch", known(row.next_touch) ? inDate(row.next_touch) : null, "next_touch_on"],
    ["Expansion", row.expansion ? "over 80 % of seats in use" : null, "expansion_signal"],
  ];
}

function wordsOfPeople(row) {
  const status = (text) => (known(text) ? inStatus(text) : null);
  return [["Automated status", status(row.automated), "automated_status"], ["CSM’s status", status(row.csm_status), "csm_status"], ["CSM’s forecast", row.csm_forecast, "csm_forecast"],
    ["Final status", status(row.final_status) || (row.to_settle ? "to settle" : null), "final_status"], ["Snoozed until", known(row.snoozed) ? inDate(row.snoozed) : null, "snoozed_until"],
    ["Last review", known(row.reviewed) ? inDate(row.reviewed) + (row.reviewer ? ` by ${row.reviewer}` : "") : null, "reviewed_on"], ["Since that review", sinceReview(row), "list_at_review_on"], ["Note", row.note, "review_note"]];
}

/** How the account stands against the list that its owner had at the last review. */
function sinceReview(row) {
  const then = row.at_review;
  if (!then || then.on === data.as_of) return null;
  const parts = [then.rank === row.rank ? null : `rank ${whole.format(then.rank)} → ${whole.format(row.rank)}`,
    known(then.score) && known(row.score) && Math.round(then.score) !== Math.round(row.score) ? `health ${Math.round(then.score)} → ${Math.round(row.score)}` : null,
    known(then.loss) && known(row.loss) && inMoney(then.loss) !== inMoney(row.loss) ? `expected loss ${inMoney(then.loss)} → ${inMoney(row.loss)}` : null].filter(known);
  return parts.length ? parts.join(", ") : "unchanged";
}

function facts(row) {
  const pairs = [
    ["Decision", `${inDate(row.decision)}, ${inDays(row.days)}`, "decision_date"], ["Renewal", inDate(row.renewal), "renewal_date"],
    ["ARR to decide", inExactMoney(row.arr), "available_to_renew_arr"], ["Chance of churn", known(row.p) ? `${inPercent(row.p)}${row.method ? ` (${row.method})` : ""}` : `unknown: ${row.p_unknown}`, "churn_probability"],
    ["Expected loss", inExactMoney(row.loss), "expected_arr_loss"], ["Situation", situations[row.situation] || row.situation, "situation"],
    ["Owner", row.owner || "nobody", "csm"], ["Segment", row.segment || "unknown", "segment"], ["Known", known(row.coverage) ? `${inPercent(row.coverage)} of what is scored` : "unknown", "coverage"],
    ["Confidence", inPercent(row.confidence), "confidence"],
    ...(row.parent || row.group_band ? [["Group", group(row), "parent_arr"]] : []),
    ...[...contactFacts(row), ...wordsOfPeople(row)].filter(([, text]) => known(text)),
  ];
  return element("dl", { class: "facts" }, ...pairs.map(([label, text, key]) => element("div", {}, element("dt", {}, term(label, key)), element("dd", {}, text))));
}

function measuresTable(measures) {
  const states = { known: "", unknown: "unknown", not_applicable: "does not apply", stale: "feed is late" };
  const line = (m) => element("tr", {}, element("td", {}, m.label, m.state === "known" ? null : element("span", { class: "small quiet" }, ` ${states[m.state] ?? m.state}`)), element("td", { class: "small quiet" }, m.dimension), element("td", {}, m.text || "–"),
    element("td", { class: "number" }, known(m.value) ? whole.format(m.value) : "–"), element("td", { class: "adds" }, known(m.contribution) && m.weight > 0 ? shareBar(m.contribution, m.weight * 100) : null), element("td", { class: "number" }, known(m.contribution) && m.weight > 0 ? `${one.format(m.contribution)} of ${one.format(m.weight * 100)}` : "–"));
  const costs = (m) => (known(m.contribution) ? m.weight * 100 - m.contribution : -1);
  const ordered = [...measures].sort((a, b) => costs(b) - costs(a));
  return element("table", { class: "parts" }, element("thead", {}, element("tr", {}, ...["Measure", "Part", "Now", "0–100", "Adds to the score"].map((text, i) => element("th", { scope: "col", class: i === 3 ? "number" : null, colspan: i === 4 ? 2 : null }, text)))), element("tbody", {}, ...ordered.map(line)));
}

function driversTable(drivers) {
  const most = Math.max(...drivers.map((d) => Math.abs(d.contribution)), 0.001);
  const line = (d) => element("tr", {}, element("td", {}, d.label), element("td", { class: "small" }, d.text || ""), element("td", {}, pushBar(d.contribution, most), element("span", { class: "hidden-text" }, `${d.contribution > 0 ? "towards churn" : "away from churn"}, ${one.format(Math.abs(d.contribution))} log odds`)));
  const part = (title, chosen) => chosen.length ? [element("h3", {}, title), element("table", { class: "parts" }, element("tbody", {}, ...chosen.map(line)))] : [];
  return [...part("What a CSM can act on", drivers.filter((d) => d.actionable)), ...part("Calendar, contract and size", drivers.filter((d) => !d.actionable)),
    element("p", { class: "small quiet" }, "Bars to the right push towards churn, to the left away from it (log odds, from the model's own explanation).")];
}

/** Who is to do an action, how it stands, and the id by which a review answers it. */
const actionFacts = ({ role, state, id }) => [role && `for ${inStatus(role)}`, state && inStatus(state), id && `action_id ${id}`].filter(Boolean).join(" · ");

function actionsTable(actions) {
  const line = (a) => element("tr", {}, element("td", {}, a.action, element("span", { class: "who small quiet" }, actionFacts(a))), element("td", { class: a.overdue ? "down" : null }, a.due ? `${a.overdue ? "overdue since" : "by"} ${inNearDate(a.due)}` : "no day yet"));
  return element("table", { class: "parts" }, element("thead", {}, element("tr", {}, ...["Action", "Due"].map((text) => element("th", { scope: "col" }, text)))), element("tbody", {}, ...actions.map(line)));
}

function decisionsTable(decisions) {
  const line = (d) => element("tr", {}, element("td", {}, inDate(d.on)), element("td", {}, d.outcome.replaceAll("_", " ")), element("td", { class: "number" }, known(d.arr) ? inMoney(d.arr) : "–"),
    element("td", { class: "number" }, known(d.renewed) ? inMoney(d.renewed) : "–"), element("td", {}, d.band ? band(d.band) : element("span", { class: "quiet small" }, "unknown")));
  return element("table", { class: "parts" }, element("thead", {}, element("tr", {}, ...["Renewal", "What came", "ARR to decide", "Renewed", "Health 90 days before"].map((text, i) => element("th", { scope: "col", class: i === 2 || i === 3 ? "number" : null }, text)))), element("tbody", {}, ...decisions.map(line)));
}

function drawDrawer(rows) {
  const dialog = document.getElementById("account");
  const row = accounts.get(state.account);
  if (!row) { if (dialog.open) dialog.close(); return; }
  const at = rows.findIndex((r) => r.id === row.id);
  const step = (by, label, key) => element("button", { type: "button", disabled: !rows[at + by], "aria-label": label, "data-key": key, onclick: () => go({ account: rows[at + by].id }) }, by < 0 ? "← previous" : "next →");
  const head = element("div", { class: "drawer-head" }, element("div", { class: "buttons" }, step(-1, "previous account", "ArrowLeft"), step(1, "next account", "ArrowRight"), element("button", { type: "button", "aria-label": "close", onclick: () => go({ account: "" }) }, "✕")),
    element("h2", { id: "account-name", dir: "auto" }, row.name || row.id), element("span", { class: "small quiet" }, `${row.id} · rank ${row.rank}  `), ...situationTag(row), row.link ? element("a", { href: row.link, rel: "noreferrer" }, "open in CRM") : null);
  const parts = [head, row.terms ? element("p", { class: "terms" }, row.terms) : null, facts(row)].filter(known);
  parts.push(element("h3", {}, "Why"), row.reasons.length ? element("ul", {}, ...row.reasons.map((reason) => element("li", {}, reason))) : element("p", { class: "quiet" }, row.band === "unknown" ? "Too little is known to say." : "Nothing stands out that somebody could act on."));
  if (row.action) parts.push(element("h3", {}, "What to do next"), element("p", {}, `${row.action}${due(row)}`), element("p", { class: "small quiet" }, actionFacts({ role: row.action_role, state: row.action_state, id: row.action_id })));
  parts.push(element("h3", {}, "Health "), element("p", {}, band(row.band, row.score), " ", row.disagreement ? `${disagreements[row.disagreement]}. ` : "", row.sentence || ""));
  const more = element("div", {});
  dialog.replaceChildren(...parts, more);
  dialog.scrollTop = 0;
  dialog.setAttribute("aria-busy", "true");
  if (!dialog.open) dialog.showModal();
  document.title = `${row.name || row.id} – ${data.title}`;
  details(row).then((detail) => more.replaceChildren(...detailParts(row, detail)), () => more.replaceChildren(element("p", { class: "quiet" }, "This browser is too old to unpack the details of an account.")))
    .then(() => { if (state.account === row.id) dialog.removeAttribute("aria-busy"); });
}

/** Twelve months of tickets, as far as whoever worked on them was paid in a known amount, against what the account pays in a year. */
function supportCost({ month, cost, tickets, uncosted }, arr) {
  const isWhole = known(cost) && !uncosted, ofRevenue = isWhole && arr > 0 ? `, ${inPercent(cost / arr)} of its ARR of today` : "";
  const missing = uncosted ? ` What ${whole.format(uncosted)} of them cost is not known${known(cost) ? ", or not all of it" : ""}.` : "";
  return `${known(cost) ? inExactMoney(cost) : "Unknown,"} for ${inCount(tickets, "ticket", "tickets")} in the twelve months to ${inMonth(month)}${ofRevenue}.${missing} Each ticket counts as its provider’s mean of the month, hard ones and easy ones alike.`;
}

function detailParts(row, detail) {
  const parts = [], others = detail.actions.filter((a) => a.id !== row.action_id);
  if (detail.history.length > 1) parts.push(healthOverTime(detail.history, data.cuts, `health of ${row.name || row.id} over time`));
  if (others.length) parts.push(element("h3", {}, "Other actions"), actionsTable(others));
  if (detail.measures.length) parts.push(element("h3", {}, "What the score is made of"), measuresTable(detail.measures));
  if (detail.drivers.length) parts.push(element("h3", {}, "What drives the chance of churn"), ...driversTable(detail.drivers));
  if (detail.decisions.length) parts.push(element("h3", {}, "Decisions so far"), decisionsTable(detail.decisions));
  if (detail.support) parts.push(element("h3", {}, "What its support cost"), element("p", {}, supportCost(detail.support, detail.arr)));
  if (detail.series.length) parts.push(element("h3", {}, "Over time"), element("div", { class: "series" }, ...detail.series.map((series) => smallLine(series, detail.series_days))));
  return parts;
}
