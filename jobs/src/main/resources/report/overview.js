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
    element("span", { class: "small since" }, change(figure)), element("span", { class: "small quiet" }, figure.note))));
}

function change(figure) {
  if (!known(figure.before) || !known(figure.value)) return "";
  const by = figure.value - figure.before;
  if (Math.abs(by) < 0.5) return `unchanged since ${inNearDate(data.since)}`;
  return `${by > 0 ? "▲ up" : "▼ down"} ${figure.kind === "money" ? inMoney(Math.abs(by)) : whole.format(Math.abs(by))} since ${inNearDate(data.since)}`;
}

function drawMonths() {
  const holder = document.getElementById("months");
  holder.append(element("h2", {}, term("Expected loss by month of decision", "expected_arr_loss")));
  holder.append(data.months.length ? lossByMonth(data.months) : element("p", { class: "quiet" }, data.rows.length ? "No expected loss is known." : "No decision lies ahead."));
  const without = data.rows.filter((row) => !known(row.loss)).length;
  if (without) holder.append(element("p", { class: "small quiet" }, `${whole.format(without)} of ${whole.format(data.rows.length)} accounts have no expected loss, since their chance of churn or their revenue is unknown; they are counted in none of these sums.`));
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
  const said = new Map(checkpoints.map((c) => [`${c.who} ${c.band}`, c]));
  const cell = (c) => element("td", { class: "number" }, ...(c ? [c.arr ? inPercent(c.lost / c.arr) : "–", element("span", { class: "who small quiet" }, `${inMoney(c.lost)} of ${inMoney(c.arr)}, ${whole.format(c.decisions)}`)] : ["–"]));
  const line = ({ who, band: colour }) => element("tr", {}, element("td", {}, who), element("td", {}, band(colour)), ...days.map((d) => cell(checkpoints.find((c) => c.who === who && c.band === colour && c.days === d))));
  const order = (c) => c.who + bandOrder[c.band];
  const rows = [...said.values()].sort((a, b) => order(b).localeCompare(order(a)));
  return element("table", { class: "parts" }, element("caption", { class: "small quiet" }, "share of ARR lost; what was lost, of how much, in how many decisions"),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Said by"), element("th", { scope: "col" }, "Band"), ...days.map((d) => element("th", { scope: "col", class: "number" }, `${d} days before`)))), element("tbody", {}, ...rows.map(line)));
}

function drawTrust() {
  const holder = document.getElementById("trust");
  holder.append(element("h2", {}, "How far to trust this"), ...data.trust.sentences.map((sentence) => element("p", {}, sentence)));
  const bins = data.trust.bins.length ? element("div", {}, element("h3", {}, "Predicted, and what came"), reliability(data.trust.bins), element("p", { class: "small quiet" }, data.trust.bins_note)) : null;
  const said = data.trust.checkpoints.length ? element("div", {}, element("h3", {}, "What was said before each decision, and what came"), checkpointTable(data.trust.checkpoints)) : null;
  holder.append(element("div", { class: "beside" }, ...[said, bins].filter(known)));
}
