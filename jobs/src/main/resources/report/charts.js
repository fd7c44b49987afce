// Charts as inline SVG: zero-based bars, direct labels, few ticks, intervals where they are known.
const place = (value, low, high, from, to) => from + ((value - low) / (high - low || 1)) * (to - from);

function path(points) {
  let pen = "M";
  return points.map((p) => { if (!p) { pen = "M"; return ""; } const step = `${pen}${p[0].toFixed(1)} ${p[1].toFixed(1)}`; pen = "L"; return step; }).join("");
}

/** Days as numbers, so that what is drawn over them is as far apart as they are. */
const inTime = (days) => days.map((day) => Date.parse(day + "T00:00:00Z"));

/** A year of scores as a small line over their days; unknown ones are gaps. */
function sparkline(scores, days, label) {
  const width = 84, height = 22;
  const at = inTime(days), points = scores.map((score, i) => (known(score) ? [place(at[i], at[0], at[at.length - 1], 2, width - 3), place(score, 0, 100, height - 2, 2)] : null));
  const last = points[points.length - 1];
  return drawn("svg", { class: "spark", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    drawn("path", { class: "line", d: path(points) }), last && drawn("circle", { class: "dot", cx: last[0], cy: last[1], r: 2.4 }));
}

/** Expected loss by month of decision, with its interval where it is known, and what there is to decide. */
function lossByMonth(months) {
  const width = 640, row = 30, left = 74, right = 300, height = months.length * row + 4;
  const most = Math.max(...months.map((m) => Math.max(m.loss || 0, m.high || 0)), 1);
  const at = (amount) => left + place(amount, 0, most, 0, width - left - right);
  const chart = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, role: "img", "aria-label": "Expected loss by month of decision" });
  months.forEach((month, i) => {
    const y = i * row + 4, middle = y + (row - 10) / 2, hasInterval = known(month.loss) && known(month.low) && known(month.high);
    chart.append(drawn("text", { class: "strong", x: 0, y: y + 15 }, inMonth(month.month)),
      drawn("rect", { class: "bar", x: left, y, width: at(month.loss || 0) - left, height: row - 10 }));
    if (hasInterval) chart.append(drawn("path", { class: "whisker", d: `M${at(month.low)} ${middle}H${at(month.high)}M${at(month.low)} ${middle - 4}v8M${at(month.high)} ${middle - 4}v8` }));
    chart.append(drawn("text", { x: at(Math.max(month.loss || 0, month.high || 0)) + 8, y: y + 15 },
      drawn("tspan", { class: "strong" }, inMoney(month.loss)), `${hasInterval ? ` (${inMoney(month.low)} to ${inMoney(month.high)})` : ""} of ${inMoney(month.arr)}, ${inCount(month.accounts, "account", "accounts")}`));
  });
  return chart;
}

/** What had been forecast for months before they began, above what came. */
function forecastAndCame(months) {
  const width = 640, row = 34, left = 74, right = 300, height = months.length * row + 4;
  const most = Math.max(...months.map((m) => Math.max(m.forecast || 0, m.lost || 0)), 1);
  const long = (amount) => place(amount || 0, 0, most, 0, width - left - right);
  const chart = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, role: "img", "aria-label": "What was forecast for past months, and what came" });
  months.forEach((month, i) => {
    const y = i * row + 4;
    chart.append(drawn("text", { class: "strong", x: 0, y: y + 15 }, inMonth(month.month)),
      drawn("rect", { class: "foreseen", x: left, y, width: long(month.forecast), height: 10 }), drawn("rect", { class: "bar", x: left, y: y + 12, width: long(month.lost), height: 10 }),
      drawn("text", { x: left + Math.max(long(month.forecast), long(month.lost)) + 8, y: y + 15 }, `forecast ${inMoney(month.forecast)} of ${inMoney(month.arr)}, `, drawn("tspan", { class: "strong" }, `came ${inMoney(month.lost)}${month.decided ? "" : " so far"}`)));
  });
  return chart;
}

/** Net and gross retention over twelve months, month by month; each line is labelled where it ends. */
function ratesOverTime(months) {
  const width = 640, height = 180, left = 44, right = 96, bottom = 24, top = 10;
  const values = months.flatMap((m) => [m.nrr, m.grr]).filter(known);
  const low = Math.floor(Math.min(...values, 1) * 20) / 20, high = Math.ceil(Math.max(...values, 1) * 20) / 20;
  const x = (i) => place(i, 0, months.length - 1, left, width - right), y = (rate) => place(rate, low, high === low ? low + 0.05 : high, height - bottom, top);
  const chart = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, role: "img", "aria-label": "Net and gross revenue retention over twelve months, by month" });
  // a label that would stand on that of 100 % is left out
  for (const tick of [...new Set([low, 1, high])].filter((tick) => tick === 1 || Math.abs(y(tick) - y(1)) >= 14)) chart.append(drawn("line", { class: tick === 1 ? "guide" : "axis", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }), drawn("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, inPercent(tick)));
  const last = months.length - 1;
  chart.append(drawn("text", { x: left, y: height - 6 }, inMonth(months[0].month)), drawn("text", { x: width - right, y: height - 6, "text-anchor": "end" }, inMonth(months[last].month)));
  const ends = [["nrr", "net"], ["grr", "gross"]].filter(([key]) => known(months[last][key])).map(([key, text]) => ({ text: `${text} ${inRate(months[last][key])}`, at: y(months[last][key]) }));
  if (ends.length === 2 && ends[1].at - ends[0].at < 14) { const middle = (ends[0].at + ends[1].at) / 2; ends[0].at = middle - 7; ends[1].at = middle + 7; }
  for (const [key, style] of [["nrr", "line"], ["grr", "line second"]]) chart.append(drawn("path", { class: style, d: path(months.map((m, i) => (known(m[key]) ? [x(i), y(m[key])] : null))) }));
  for (const end of ends) chart.append(drawn("text", { class: "strong", x: width - right + 8, y: end.at + 4 }, end.text));
  return chart;
}

/** The share of customers left by months since they began, with its interval; labelled where it ends. */
function customersLeft(ages) {
  const width = 640, height = 180, left = 44, right = 96, bottom = 24, top = 10, last = ages[ages.length - 1];
  const low = Math.floor(Math.min(...ages.flatMap((age) => [age.kept, age.low]).filter(known)) * 10) / 10;
  const x = (months) => place(months, 0, last.months, left, width - right), y = (share) => place(share, low, 1, height - bottom, top);
  const chart = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, role: "img", "aria-label": "Share of customers left, by months since they began" });
  for (const tick of [low, 1]) chart.append(drawn("line", { class: "axis", x1: left, x2: width - right, y1: y(tick), y2: y(tick) }), drawn("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, inPercent(tick)));
  const sure = ages.filter((age) => known(age.low));
  if (sure.length) chart.append(drawn("path", { class: "around", d: `${path([...sure.map((age) => [x(age.months), y(age.high)]), ...sure.map((age) => [x(age.months), y(age.low)]).reverse()])}Z` }));
  chart.append(drawn("path", { class: "line", d: path([[x(0), y(1)], ...ages.map((age) => [x(age.months), y(age.kept)])]) }), drawn("text", { x: left, y: height - 6 }, "began"), drawn("text", { x: width - right, y: height - 6, "text-anchor": "end" }, `${whole.format(last.months)} months`), drawn("text", { class: "strong", x: width - right + 8, y: y(last.kept) + 4 }, `${inPercent(last.kept)} left`));
  return chart;
}

/** A step of a waterfall: from one level to the next, on a scale that all its steps share; levels themselves are lines. */
function waterfallStep(from, to, levels, isLevel) {
  const width = 160, low = Math.min(...levels), high = Math.max(...levels), x = (level) => place(level, low, high, 2, width - 2);
  return drawn("svg", { width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true" },
    drawn("line", { class: isLevel ? "level" : "guide", x1: x(to), x2: x(to), y1: 0, y2: 16 }),
    isLevel ? null : drawn("rect", { class: to < from ? "fill-red" : "fill-green", x: Math.min(x(from), x(to)), y: 3, width: Math.abs(x(to) - x(from)), height: 10 }));
}

/** A difference with its interval, and where no difference would be. */
function differenceLine(pair) {
  const width = 120, most = Math.max(Math.abs(pair.low), Math.abs(pair.high)) || 1, x = (v) => place(v, -most, most, 4, width - 4);
  return drawn("svg", { width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true" },
    drawn("line", { class: "guide", x1: x(0), x2: x(0), y1: 0, y2: 16 }), drawn("line", { class: "interval", x1: x(pair.low), x2: x(pair.high), y1: 8, y2: 8 }), drawn("circle", { class: "dot", cx: x(pair.difference), cy: 8, r: 3 }));
}

/** Health over time, with the bands that scores fall into behind it. */
function healthOverTime(points, cuts, label) {
  const width = 700, height = 170, left = 30, bottom = 24, top = 8;
  const time = (iso) => Date.parse(iso + "T00:00:00Z");
  const from = time(points[0].on), to = time(points[points.length - 1].on);
  const x = (iso) => place(time(iso), from, to, left, width - 8), y = (score) => place(score, 0, 100, height - bottom, top);
  const chart = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, role: "img", "aria-label": label });
  const zone = (name, low, high) => chart.append(drawn("rect", { class: `zone-${name}`, x: left, width: width - left - 8, y: y(high), height: y(low) - y(high) }));
  zone("red", 0, cuts.yellow); zone("yellow", cuts.yellow, cuts.green); zone("green", cuts.green, 100);
  for (const cut of [0, cuts.yellow, cuts.green, 100]) chart.append(drawn("text", { x: left - 6, y: y(cut) + 4, "text-anchor": "end" }, whole.format(cut)));
  const steps = Math.max(1, Math.ceil(points.length / 6));
  points.forEach((point, i) => { if (i % steps === 0 && x(point.on) < width - 130) chart.append(drawn("text", { x: x(point.on), y: height - 6 }, inMonth(point.on))); });
  chart.append(drawn("text", { x: width - 8, y: height - 6, "text-anchor": "end" }, inMonth(points[points.length - 1].on)));
  chart.append(drawn("path", { class: "line", d: path(points.map((p) => (known(p.score) ? [x(p.on), y(p.score)] : null))) }));
  for (const point of points) if (known(point.score)) {
    chart.append(drawn("circle", { class: `fill-${point.band}`, cx: x(point.on), cy: y(point.score), r: 3.2 }, drawn("title", {}, `${inDate(point.on)}: ${bandWords[point.band]} ${Math.round(point.score)}${point.override ? `, ${point.override}` : ""}`)));
  }
  return chart;
}

/** A small line of one number over its days, beside its last value in words. */
function smallLine(series, days) {
  const width = 220, height = 54;
  const values = series.values.filter(known);
  const figure = element("figure", {}, element("figcaption", { class: "small" }, series.text));
  if (values.length < 2) { figure.append(element("p", { class: "small quiet" }, "not enough history")); return figure; }
  const high = Math.max(...values, 0), low = Math.min(...values, 0);
  const at = inTime(days), points = series.values.map((v, i) => (known(v) ? [place(at[i], at[0], at[at.length - 1], 2, width - 4), place(v, low, high, height - 4, 4)] : null));
  figure.append(drawn("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${series.label} over time` },
    drawn("line", { class: "axis", x1: 0, x2: width, y1: place(0, low, high, height - 4, 4), y2: place(0, low, high, height - 4, 4) }), drawn("path", { class: "line", d: path(points) })));
  return figure;
}

/** What a measure adds to the score, of what it could add. */
function shareBar(part, whole) {
  const width = 90, most = 15;
  return drawn("svg", { width, height: 12, viewBox: `0 0 ${width} 12`, "aria-hidden": "true" },
    drawn("rect", { class: "could", x: 0, y: 1, width: place(Math.min(whole, most), 0, most, 0, width), height: 10 }),
    drawn("rect", { class: "bar", x: 0, y: 1, width: place(Math.min(part, most), 0, most, 0, width), height: 10 }));
}

/** A thin bar under a number of the list, against the largest of the list. */
function underBar(value, most) {
  const width = 72;
  return drawn("svg", { class: "under", width, height: 3, viewBox: `0 0 ${width} 3`, "aria-hidden": "true" }, drawn("rect", { class: "bar", x: width - place(value, 0, most, 0, width), y: 0, width: place(value, 0, most, 0, width), height: 3 }));
}

/** Bars to both sides of zero in a table cell: what pushes towards churn, and what away from it. */
function pushBar(value, most) {
  const width = 120, middle = width / 2, length = place(Math.abs(value), 0, most, 0, middle - 2);
  return drawn("svg", { width, height: 14, viewBox: `0 0 ${width} 14`, "aria-hidden": "true" },
    drawn("line", { class: "axis", x1: middle, x2: middle, y1: 0, y2: 14 }), drawn("rect", { class: value > 0 ? "fill-red" : "fill-green", x: value > 0 ? middle : middle - length, y: 3, width: length, height: 8 }));
}

/** Of those told p, how many churned: each bin with its 95 % interval, beside the line of perfect probabilities. */
function reliability(bins) {
  const size = 300, left = 40, bottom = 34;
  const most = Math.min(1, Math.ceil(Math.max(...bins.map((b) => Math.max(b.mean, b.high))) * 10) / 10) || 1;
  const x = (p) => place(p, 0, most, left, size - 8), y = (p) => place(p, 0, most, size - bottom, 8);
  const chart = drawn("svg", { viewBox: `0 0 ${size} ${size}`, width: size, role: "img", "aria-label": "What was predicted against what came" },
    drawn("line", { class: "guide", x1: x(0), y1: y(0), x2: x(most), y2: y(most) }),
    drawn("line", { class: "axis", x1: left, x2: size - 8, y1: y(0), y2: y(0) }), drawn("line", { class: "axis", x1: left, x2: left, y1: y(0), y2: y(most) }));
  for (const tick of [0, most / 2, most]) {
    chart.append(drawn("text", { x: x(tick), y: y(0) + 16, "text-anchor": "middle" }, inPercent(tick)), drawn("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, inPercent(tick)));
  }
  chart.append(drawn("text", { x: x(most / 2), y: size - 2, "text-anchor": "middle" }, "predicted"));
  for (const bin of bins) {
    chart.append(drawn("line", { class: "interval", x1: x(bin.mean), x2: x(bin.mean), y1: y(Math.min(bin.high, most)), y2: y(bin.low) }),
      drawn("circle", { class: "dot", cx: x(bin.mean), cy: y(Math.min(bin.rate, most)), r: 3.5 }, drawn("title", {}, `told ${inPercent(bin.mean)}, ${whole.format(bin.churned)} of ${whole.format(bin.observations)} churned`)));
  }
  return chart;
}
