// What stands above the list (night, figures, months, bands) and below it (how far to trust this).
function drawOvernight() {
  const holder = document.getElementById("overnight");
  for (const sentence of data.feeds) holder.append(element("p", { class: "feed" }, sentence));
  holder.append(element("p", { class: "lead" }, data.overnight));
  if (data.fresh) holder.append(element("p", { class: "small quiet" }, data.fresh));
}

function drawFigures() {
  document.getElementById("figures").append(...data.figures.map((figure) => element("div", { class: "figure" },
    element("span", { class: "quiet" }, term(figure.label, figure.key)), element("b", {}, figure.kind === "money" ? inMoney(figure.value) : known(figure.value) ? whole.format(figure.value) : "unknown"),
    element("span", { class: "small since" }, change(figure)), element("span", { class: "small quiet" }, figure.note),
    figure.monthly_accounts ? element("span", { class: "small quiet" }, `beside it, month to month: ${inMoney(figure.monthly)}, ${inCount(figure.monthly_accounts, "account", "accounts")}`) : null)));
}

function change(figure) {
  if (!known(figure.before) || !known(figure.value)) return "";
  const by = figure.value - figure.before;
  if (Math.abs(by) < 0.5) return `unchanged since ${inNearDate(data.since)}`;
  return `${by > 0 ? "▲ up" : "▼ down"} ${figure.kind === "money" ? inMoney(Math.abs(by)) : whole.format(Math.abs(by))} since ${inNearDate(data.since)}`;
}

/** What intervals allow for beside each account's own chance. */
function sharedMisses({ share, method }) {
  if (method !== "past_errors") return `go ${inPercent(share)} up or down together: an assumption until enough forecasts are decided`;
  return Math.round(share * 100) === 0 ? "come one by one: past forecasts have missed by no more than that" : `go ${inPercent(share)} up or down together, as past forecasts have missed`;
}

function drawMonths() {
  const holder = document.getElementById("months"), past = data.months_before;
  holder.append(element("h2", {}, term("Expected loss by month of decision", "expected_arr_loss")));
  holder.append(data.months.length ? lossByMonth(data.months) : element("p", { class: "quiet" }, data.rows.length ? "No expected loss is known." : "No decision lies ahead."));
  const monthly = data.rows.filter((r) => r.urgency === "monthly");
  if (data.months.length && monthly.length) holder.append(element("p", { class: "small quiet" }, `Of this month to month, which decides again each month: ${inCount(monthly.length, "account", "accounts")}, ${total(monthly, "arr")} to decide, ${total(monthly, "loss")} expected loss.`));
  if (data.months.some((m) => known(m.low))) holder.append(element("p", { class: "small quiet" }, `Eight of ten outcomes lie within the lines, if the chances are right and all losses ${sharedMisses(data.shock)}.`));
  const without = data.rows.filter((row) => !known(row.loss)).length;
  if (without) holder.append(element("p", { class: "small quiet" }, `${whole.format(without)} of ${whole.format(data.rows.length)} accounts have no expected loss, since their chance of churn or their revenue is unknown; they are counted in none of these losses.`));
  if (!past.length) return;
  holder.append(element("details", {}, element("summary", { class: "small" }, `What was forecast for ${inCount(past.length, "past month", "past months")}, and what came`),
    element("p", { class: "small quiet" }, "Above, what the last night before the month had forecast to be lost; below, what these accounts have lost since."), forecastAndCame(past)));
}

const reasonsOfChange = { came_into_window: "came into the window", new_customer: "a new customer", decision_moved: "the decision moved", notice_given: "notice given", lapsed: "lapsed", overdue: "overdue", signed: "signed", renewed: "renewed", churned: "churned", merged: "merged", came_back: "came back after a lapse", part_lost: "a part ended for good", notice_withdrawn: "notice withdrawn", gone: "not a customer any more", no_longer_signed: "no longer signed", next_decision: "its next decision is shown", health: "its band changed", arr: "ARR or its exchange rate moved", probability: "chance of churn moved" };

/** Who came on the list, left it and moved, and why: behind the sentence of the night. */
function changesTable({ kind, accounts: count, lines }) {
  const title = { new: "Came", left: "Left", moved: "Moved" }[kind];
  const called = (line) => (accounts.has(line.id) ? element("button", { class: "plain name", type: "button", dir: "auto", onclick: () => go({ account: line.id }) }, line.name || line.id) : line.name || line.id);
  const row = (line) => element("tr", {}, element("td", { class: "name-cell" }, called(line), element("span", { class: "who small quiet" }, line.owner || "no owner")), element("td", {}, reasonsOfChange[line.why] || line.why),
    element("td", { class: "number" }, inMoney(kind === "left" ? line.arr_before : line.arr)), element("td", { class: "number" }, kind === "new" ? "–" : inMoney(line.loss_before)), element("td", { class: "number" }, kind === "left" ? "–" : inMoney(line.loss)));
  return element("table", { class: "parts" }, element("caption", {}, `${title}: ${count > lines.length ? `${whole.format(lines.length)} of ${whole.format(count)} shown, the largest changes of expected loss` : inCount(count, "account", "accounts")}`),
    element("thead", {}, element("tr", {}, ...["Account", "Why", "ARR to decide", "Expected loss before", "now"].map((text, i) => element("th", { scope: "col", class: i > 1 ? "number" : null }, text)))), element("tbody", {}, ...lines.map(row)));
}

function drawChanges() {
  if (!data.changes.length) return;
  const words = { new: "came", left: "left", moved: "moved much" };
  document.getElementById("overnight").append(element("details", {}, element("summary", {}, `Who and why, since ${inNearDate(data.changes[0].since)}: ${data.changes.map((c) => `${whole.format(c.accounts)} ${words[c.kind]}`).join(", ")}`), ...data.changes.map(changesTable)));
}

/** The owners' books, a line each; the name of one shows its list. */
function drawBooks() {
  const section = document.getElementById("books"), atOnce = 8;
  if (!data.books.length) { section.remove(); return; }
  const name = (book) => (data.owner ? book.owner : element("button", { class: "plain name", type: "button", dir: "auto", onclick: () => { go({ owner: book.owner || "none", limit: shownAtFirst }); document.getElementById("list-title").scrollIntoView(); } }, book.owner || "no owner"));
  const columns = [["Owner"], ["Accounts", "accounts"], ["ARR", "arr"], ["On the list", "listed_accounts"], ["To decide", "available_to_renew_arr"], ["Expected loss", "expected_arr_loss"], ["At risk", "at_risk_arr"], ["Red", "red_accounts"], ["Red, no touch", "red_accounts_untouched"], ["Disagreements", "open_disagreements"], ["Overdue actions", "overdue_actions"]];
  const count = (n) => (known(n) ? whole.format(n) : "–");
  const values = (book) => [name(book), count(book.accounts), inMoney(book.arr), count(book.listed), inMoney(book.to_decide), inMoney(book.loss), inMoney(book.at_risk), count(book.red), count(book.red_untouched), count(book.disagreements), count(book.overdue)];
  const line = (book) => element("tr", {}, ...values(book).map((text, i) => element("td", { class: i ? "number" : "first", "data-label": columns[i][0] }, text)));
  const table = element("table", { class: "books" }, element("caption", { class: "hidden-text" }, "Owners’ books"), element("thead", {}, element("tr", {}, ...columns.map(([text, key], i) => element("th", { scope: "col", class: i ? "number" : null }, key ? term(text, `book.${key}`) : text)))), element("tbody", {}, ...data.books.map(line)));
  section.append(element("h2", {}, data.owner ? "The book" : "Owners’ books"), data.books.length > atOnce || (data.books.length > 1 && innerWidth < 760) ? element("details", {}, element("summary", {}, inCount(data.books.length, "book", "books")), table) : table);
}

function movementsTable(last) {
  const lines = [["New", last.new_customers, last.new_mrr], ["Reactivated", last.reactivated_customers, last.reactivation_mrr], ["Expansion", null, last.expansion_mrr], ["Contraction", null, last.contraction_mrr], ["Churn", last.churned_customers, last.churn_mrr]];
  let level = last.mrr_before;
  const levels = [level, ...lines.map(([, , amount]) => (level += amount))];
  const line = ([text, customers, amount, isTotal], i) => element("tr", {}, element("th", { scope: "row" }, text), element("td", { class: "number" }, known(customers) ? whole.format(customers) : ""), element("td", { class: "number" }, `${!isTotal && amount > 0 ? "+" : ""}${inMoney(amount)}`), element("td", {}, waterfallStep(levels[Math.max(i - 1, 0)], levels[Math.min(i, lines.length)], levels, isTotal)));
  return element("table", { class: "parts" }, element("caption", { class: "small quiet" }, `monthly recurring revenue of ${inMonth(last.month)}, at the exchange rates of its start`), element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Movement"), element("th", { scope: "col", class: "number" }, "Customers"), element("th", { scope: "col", class: "number" }, "MRR"), element("td", {}))),
    element("tbody", {}, ...[["At its start", last.customers_before, last.mrr_before, true], ...lines, ["At its end", last.customers, last.mrr_after, true]].map(line)));
}

/** How long customers stay; nothing where too few were seen. */
function stayingParts(ages) {
  if (ages.length < 2) return [];
  const last = ages[ages.length - 1];
  return [element("h3", {}, "Customers left, by months since they began"), customersLeft(ages), element("p", { class: "small quiet" }, `Customers count for as long as they have been seen, with the 95 % interval; drawn as far as ${inCount(last.customers, "customer was", "customers were")} seen.`)];
}

/** What is left of the customers of a month, by months since they began; behind a click. */
function cohortParts(cohorts, ages) {
  if (!cohorts.length) return [];
  const told = (cohort, age) => cohort.left.find((one) => one.months === age);
  const shown = ages.filter((age) => cohorts.some((cohort) => told(cohort, age)));
  const cell = (one) => element("td", { class: "number" }, one && known(one.kept) ? inPercent(one.kept) : "", one && known(one.low) ? element("span", { class: "who small quiet" }, `${inPercent(one.low)} to ${inPercent(one.high)}`) : null);
  const line = (cohort) => element("tr", {}, element("th", { scope: "row" }, inMonth(`${cohort.cohort}-01`)), element("td", { class: "number" }, whole.format(cohort.customers)), ...shown.map((age) => cell(told(cohort, age))));
  return [element("details", {}, element("summary", {}, `The last ${inCount(cohorts.length, "cohort", "cohorts")} of ten customers or more`), element("table", { class: "parts" }, element("caption", { class: "small quiet" }, "share of customers left, with its 95 % interval; empty where that age has not been seen"),
    element("thead", {}, element("tr", {}, ...["Began in", "Customers", ...shown.map((age) => inCount(age, "month", "months"))].map((text, i) => element("th", { scope: "col", class: i ? "number" : null }, text)))), element("tbody", {}, ...cohorts.map(line))))];
}

function retentionParts({ months, last, ages, cohorts, cohort_ages: cohortAges, open }) {
  if (!last) return [element("p", { class: "quiet" }, "Nothing is known of retention yet: it is told from the first month whose end was computed.")];
  const year = months.filter((m) => known(m.nrr) || known(m.grr)), now = months[months.length - 1];
  const rates = year.length > 1 ? ratesOverTime(months.slice(months.indexOf(year[0]))) : null;
  const unknownYear = known(now.nrr) ? "" : "Rates over twelve months are unknown: nobody was a customer twelve months before, or history is not complete that far back. ";
  const unpriced = last.unpriced ? ` ${inCount(last.unpriced, "customer is", "customers are")} in no amount, for want of an exchange rate.` : "";
  return [element("div", { class: "beside" }, element("div", {}, element("h3", {}, "Revenue kept over twelve months"), rates, year.length === 1 ? element("p", {}, `Net ${inRate(year[0].nrr)}, gross ${inRate(year[0].grr)}, in ${inMonth(year[0].month)}.`) : null,
    element("p", { class: "small quiet" }, `${unknownYear}${known(now.nrr) ? `Of ${inCount(now.customers, "customer", "customers")} twelve months before. ` : ""}Over ${inMonth(last.month)} alone: net ${inRate(last.nrr)}, gross ${inRate(last.grr)}. Who lapsed without notice counts as a customer until the gap has passed, so all of it is final.${open ? ` ${inCount(open.customers, "customer that has", "customers that have")} lapsed by then ${open.customers === 1 ? "is" : "are"} in it still; decided by ${inDate(open.until)} at the latest.` : ""}${unpriced}`)),
    element("div", {}, element("h3", {}, "Movements"), movementsTable(last))), ...stayingParts(ages), ...cohortParts(cohorts, cohortAges)];
}

const comparedMeasures = { answered: "Answered", answered_soon: "Answered or solved within two hours", first_response_hours: "Hours to the first reply", solved_soon: "First solved within three days", resolution_hours: "Hours to the first solution", one_touch: "Solved by one reply", reopened: "Reopened", escalated: "Escalated", sla_broken: "Promise broken", csat: "Mean rating", cost_per_ticket: "Cost of a ticket", retained_90d: "Customers that stay 90 days more", healthy: "Customers green 90 days later" };
const inUnits = ["first_response_hours", "resolution_hours", "csat", "cost_per_ticket"];
const inWords = (text) => text.replaceAll("_", " ");

const ofCustomers = ["retained_90d", "healthy"];

/** A mean in its unit: shares in percent. */
const inLevel = (pair, value) => (!known(value) ? "unknown" : inUnits.includes(pair.measure) ? two.format(value) : inPercent(value));

/** A difference in its unit: hours and ratings as they are, shares in points. */
function inDifference(pair, value) {
  if (!known(value)) return "unknown";
  const shown = inUnits.includes(pair.measure) ? value : value * 100;
  const precision = ["csat", "cost_per_ticket"].includes(pair.measure) ? 100 : 10, rounded = Math.round(shown * precision) / precision + 0;
  return `${rounded > 0 ? "+" : ""}${(precision === 100 ? two : one).format(rounded)}`;
}

function comparisonTable(pairs) {
  const unit = (pair) => (pair.measure === "csat" ? "of 1 to 5" : pair.measure === "cost_per_ticket" ? data.currency : inUnits.includes(pair.measure) ? "hours" : "points");
  const reads = (pair) => (!known(pair.low) ? "no interval: fewer than two accounts" : pair.measure === "cost_per_ticket" ? "means of providers, not adjusted for work" : pair.low > 0 || pair.high < 0 ? "association" : "no difference shown: the interval holds 0");
  const row = (pair) => element("tr", {}, element("td", {}, comparedMeasures[pair.measure] || inWords(pair.measure), element("span", { class: "who small quiet" }, unit(pair))), element("td", {}, `${inWords(pair.way)} against ${inWords(pair.other)}`, element("span", { class: "who small quiet" }, `${whole.format(pair.n)} and ${whole.format(pair.other_n)}${ofCustomers.includes(pair.measure) ? " month-ends" : " tickets"}, ${inCount(pair.accounts, "account", "accounts")}${known(pair.providers) ? `, ${whole.format(pair.providers)} and ${inCount(pair.other_providers, "provider", "providers")}` : ""}${known(pair.dropped) ? `, ${inPercent(pair.dropped)} left out` : ""}`)),
    element("td", { class: "number" }, inDifference(pair, pair.difference), known(pair.mean) ? element("span", { class: "who small quiet" }, `${inLevel(pair, pair.mean)} against ${inLevel(pair, pair.other_mean)}`) : null), element("td", { class: "number" }, known(pair.low) ? `${inDifference(pair, pair.low)} to ${inDifference(pair, pair.high)}` : "–"), element("td", { class: "adds" }, known(pair.low) ? differenceLine(pair) : null), element("td", { class: "small" }, reads(pair)));
  return element("table", { class: "parts" }, element("thead", {}, element("tr", {}, ...["Measure", "Models", "Difference", "95 % interval", "", "Reading"].map((text, i) => (text ? element("th", { scope: "col", class: i === 2 || i === 3 ? "number" : null }, text) : element("td", { class: "adds" }))))), element("tbody", {}, ...pairs.map(row)));
}

/** Differences that are shown, and behind a click those that are not. */
function comparedParts(pairs) {
  const isShown = (pair) => known(pair.low) && (pair.low > 0 || pair.high < 0);
  const shown = pairs.filter(isShown), others = pairs.filter((pair) => !isShown(pair));
  return [element("h3", {}, "Models at equal mix, last twelve months"),
    element("p", { class: "small quiet" }, "A difference is an association, not an effect: who is served how was not drawn by lot. Intervals cover sampling of accounts, not differences between providers; where nothing differs, one in twenty leaves out 0 by chance."),
    shown.length ? comparisonTable(shown) : element("p", {}, "No difference between models is shown."),
    ...(others.length ? [element("details", {}, element("summary", {}, `${inCount(others.length, "comparison that shows", "comparisons that show")} no difference`), comparisonTable(others))] : [])];
}

function modelsTable({ month, models }) {
  const minutes = (n) => (!known(n) ? "unknown" : n < 90 ? `${whole.format(n)} min` : `${one.format(n / 60)} h`);
  const note = (text) => element("span", { class: "who small quiet" }, text);
  const share = (part, n, what) => [known(part) ? inPercent(part) : "unknown", known(part) ? element("span", { class: "who small quiet" }, `of ${whole.format(n)} ${what}`) : null];
  const cost = (m) => (known(m.ticket_cost) ? [inExactMoney(m.ticket_cost), element("span", { class: "who small quiet" }, `${inMoney(m.cost)} for ${whole.format(m.handled)}${m.costed < m.handled ? `, the costs of ${whole.format(m.costed)} known` : ""}${m.unpriced ? `, ${inCount(m.unpriced, "item", "items")} without a rate` : ""}`)] : [known(m.cost) ? (m.handled ? "not all of it is known" : "no ticket handled") : "not invoiced"]);
  const row = (m) => element("tr", {}, element("th", { scope: "row" }, m.model === "unknown" ? "unknown model" : inWords(m.model)), ...[[known(m.tickets) ? whole.format(m.tickets) : "–", known(m.received) && m.received !== m.tickets ? note(`${whole.format(m.received)} came to it first`) : null], [minutes(m.reply_minutes), known(m.replies) ? note(`${whole.format(m.replies)} of ${whole.format(m.received ?? m.tickets)} answered`) : null], [known(m.solution_hours) ? `${one.format(m.solution_hours)} h` : "unknown", known(m.solutions) ? note(`${whole.format(m.solutions)} of ${whole.format(m.tickets)} solved`) : null], share(m.kept, m.promises, "promises"), share(m.csat, m.answers, "ratings"), cost(m)].map((parts) => element("td", { class: "number" }, ...parts.filter(known))));
  return element("table", { class: "parts" }, element("caption", { class: "small quiet" }, `tickets of ${inMonth(month)}; medians`), element("thead", {}, element("tr", {}, ...["Model", "Tickets", "First reply", "Solved in", "Promise kept", "Good ratings", "Cost per ticket"].map((text, i) => element("th", { scope: "col", class: i ? "number" : null }, text)))), element("tbody", {}, ...models.map(row)));
}

function supportParts({ month, is_later: isLater, models, pairs }) {
  const title = element("h3", {}, "Cost and service by support model");
  if (!known(month)) return [title, element("p", { class: "quiet" }, "Nothing is known of support by model: it needs tickets, who provides support, and for costs what was invoiced.")];
  if (isLater) return [title, element("p", { class: "quiet" }, `Support’s tables were made again for ${inMonth(month)}, after this night; what they had said then is not kept.`)];
  const compared = pairs.length ? comparedParts(pairs) : [element("p", { class: "small quiet" }, "No two models share enough like tickets to be compared.")];
  return [title, modelsTable({ month, models }), ...compared];
}

function drawRetention() {
  const section = document.getElementById("retention");
  if (!data.retention) { section.remove(); return; }
  section.append(element("h2", {}, "Retention and support"), ...retentionParts(data.retention), ...supportParts(data.support));
}

function drawBands() {
  const holder = document.getElementById("bands");
  holder.append(element("h2", {}, data.bands.since ? `How bands moved since ${inNearDate(data.bands.since)}` : "Bands"));
  if (!data.bands.since) { holder.append(element("p", { class: "quiet" }, "There is no earlier night to compare with.")); return; }
  const order = { green: 3, yellow: 2, red: 1 };
  const row = ([from, counts]) => element("tr", {}, element("th", { scope: "row" }, bandWords[from] ? band(from) : from), ...data.bands.to.map((to) => {
    const moved = order[from] && order[to] && counts[to] && order[from] !== order[to];
    return element("td", { class: `number${moved ? (order[to] < order[from] ? " worse" : " better") : ""}` }, counts[to] ? whole.format(counts[to]) : "·");
  }));
  holder.append(element("table", { class: "matrix" }, element("caption", { class: "small quiet" }, data.owner ? "accounts of this list; from (down) to (across)" : "customers; from (down) to (across)"), element("thead", {}, element("tr", {}, element("td", {}), ...data.bands.to.map((to) => element("th", { scope: "col", class: "number" }, bandWords[to] ? band(to) : to)))), element("tbody", {}, ...data.bands.from.map(row))));
}

/** What was lost of what health and CSMs had called green, yellow and red, by how long before they said so. */
function checkpointTable(checkpoints) {
  const days = [...new Set(checkpoints.map((c) => c.days))];
  const said = new Map(checkpoints.map((c) => [`${c.who} ${c.said}`, c]));
  const line = ({ who, said: colour }) => element("tr", {}, element("td", {}, who), element("td", {}, band(colour)), ...days.map((d) => lostCell(checkpoints.find((c) => c.who === who && c.said === colour && c.days === d))));
  const order = (c) => c.who + bandOrder[c.said];
  const rows = [...said.values()].sort((a, b) => order(b).localeCompare(order(a)));
  return element("table", { class: "parts" }, element("caption", { class: "small quiet" }, "share of ARR lost; what was lost, of how much, in how many decisions"),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Said by"), element("th", { scope: "col" }, "Band"), ...days.map((d) => element("th", { scope: "col", class: "number" }, `${d} days before`)))), element("tbody", {}, ...rows.map(line)));
}

function lostCell(c) {
  if (!c) return element("td", { class: "number" }, "–");
  return element("td", { class: "number" }, c.arr ? inPercent(c.lost / c.arr) : "–", element("span", { class: "who small quiet" }, `${inMoney(c.lost)} of ${inMoney(c.arr)}, ${whole.format(c.decisions)}`));
}

/** What was lost of what had been called good, to monitor and at risk. */
function statusTable(said) {
  const line = (c, i) => element("tr", {}, element("td", {}, said[i - 1]?.who === c.who ? "" : c.who), element("td", {}, inStatus(c.said)), lostCell(c));
  return element("table", { class: "parts" }, element("caption", { class: "small quiet" }, "share of ARR lost; what was lost, of how much, in how many decisions"),
    element("thead", {}, element("tr", {}, ...["Said by", "Status", "Lost"].map((text, i) => element("th", { scope: "col", class: i === 2 ? "number" : null }, text)))), element("tbody", {}, ...said.map(line)));
}

function drawTrust() {
  const holder = document.getElementById("trust");
  holder.append(element("h2", {}, "How far to trust this"), ...data.trust.sentences.map((sentence) => element("p", {}, sentence)));
  const bins = data.trust.bins.length ? element("div", {}, element("h3", {}, "Predicted, and what came"), reliability(data.trust.bins), element("p", { class: "small quiet" }, data.trust.bins_note)) : null;
  const said = data.trust.checkpoints.length || data.trust.statuses.length ? element("div", {}, element("h3", {}, "What was said before each decision, and what came"), checkpointTable(data.trust.checkpoints)) : null;
  const called = data.trust.statuses.length ? [element("h3", {}, "What was called good and at risk, and what came"), statusTable(data.trust.statuses)] : [];
  said?.append(...called);
  holder.append(element("div", { class: "beside" }, ...[said, bins].filter(known)));
}
