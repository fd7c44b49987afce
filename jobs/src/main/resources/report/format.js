// Numbers, dates and words as a reader's locale writes them, and the few DOM helpers that all parts use.
const data = JSON.parse(document.getElementById("data").textContent);
const locale = navigator.language || "en";
const money = new Intl.NumberFormat(locale, { style: "currency", currency: data.currency, currencyDisplay: "narrowSymbol", maximumSignificantDigits: 3, notation: "compact" });
const exactMoney = new Intl.NumberFormat(locale, { style: "currency", currencyDisplay: "narrowSymbol", currency: data.currency });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const two = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
const fullDate = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const monthAndYear = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });

const known = (value) => value !== null && value !== undefined;
const inMoney = (value) => (known(value) ? money.format(value) : "unknown");
const inExactMoney = (value) => (known(value) ? exactMoney.format(value) : "unknown");
const inDate = (iso) => (known(iso) ? fullDate.format(new Date(iso + "T00:00:00Z")) : "none");
const nearDays = 300;
const inNearDate = (iso) => (!known(iso) ? "none" : Math.abs(Date.parse(iso) - Date.parse(data.as_of)) < nearDays * 864e5 ? dayAndMonth.format(new Date(iso + "T00:00:00Z")) : inDate(iso));
const inCount = (n, one, many) => `${whole.format(n)} ${n === 1 ? one : many}`;
const inMonth = (iso) => monthAndYear.format(new Date(iso.slice(0, 7) + "-01T00:00:00Z"));
const inDays = (days) => (days === 0 ? "today" : days > 0 ? `in ${whole.format(days)} ${days === 1 ? "day" : "days"}` : `${whole.format(-days)} ${days === -1 ? "day" : "days"} ago`);
const signed = (value) => (Math.round(value) > 0 ? "+" : "") + whole.format(Math.round(value));

function inPercent(share) {
  if (!known(share)) return "unknown";
  if (share > 0 && share < 0.01) return "<1 %";
  if (share < 1 && share > 0.99) return ">99 %";
  return `${Math.round(share * 100)} %`;
}

const inRate = (share) => (known(share) ? `${one.format(share * 100)} %` : "unknown");

/** An element with attributes and children; texts become text nodes, so that no name is ever read as markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (known(value) && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter(known));
  return made;
}

function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (known(value)) made.setAttribute(key, value);
  made.append(...children.filter(known));
  return made;
}

/** A term that explains itself on hover and focus, in the words of the tables' contracts. */
function term(text, key) {
  const explained = data.terms[key];
  return explained ? element("abbr", { tabindex: "0", "data-tip": explained }, text) : document.createTextNode(text);
}

const bandWords = { green: "Green", yellow: "Yellow", red: "Red", unknown: "Unknown" };
const bandOrder = { red: 0, yellow: 1, unknown: 2, green: 3 };

/** A band by shape, word and colour: none of them stands alone. */
function band(name, score) {
  const shape = { green: ["circle", { cx: 6, cy: 6, r: 5 }], yellow: ["path", { d: "M6 0.5 L12 11.5 L0 11.5 Z" }], red: ["rect", { x: 1, y: 1, width: 10, height: 10 }], unknown: ["circle", { cx: 6, cy: 6, r: 4.4, fill: "none", stroke: "currentColor", "stroke-width": 1.6 }] }[name];
  const icon = drawn("svg", { width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" }, drawn(shape[0], { fill: "currentColor", ...shape[1] }));
  return element("span", { class: `band ${name}` }, icon, bandWords[name] + (known(score) ? ` ${Math.round(score)}` : ""));
}

function showTip(target) {
  document.getElementById("tip")?.remove();
  const text = target?.closest?.("[data-tip]");
  if (!text) return;
  const tip = element("div", { id: "tip", role: "tooltip" }, text.dataset.tip);
  (document.querySelector("dialog[open]") || document.body).append(tip);
  const at = text.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = (at.bottom + tip.offsetHeight + 8 < innerHeight ? at.bottom + 6 : at.top - tip.offsetHeight - 6) + "px";
}
