// State in the link, keys, theme, and the first drawing.
function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  for (const key of ["q", "owner", "segment", "band", "situation", "status", "sort", "account"]) state[key] = link.get(key) || (key === "sort" ? "rank" : "");
  if (!columns.some((column) => column.key === state.sort && !column.fixed)) state.sort = "rank";
  state.down = link.get("down") === "1";
}

function writeLink() {
  const link = new URLSearchParams();
  for (const key of ["q", "owner", "segment", "band", "situation", "status", "account"]) if (state[key]) link.set(key, state[key]);
  if (state.sort !== "rank") link.set("sort", state.sort);
  if (state.down) link.set("down", "1");
  const written = link.toString();
  history.replaceState(null, "", written ? `#${written}` : location.pathname + location.search);
}

function draw() {
  for (const key of ["owner", "segment", "band", "situation", "status"]) { const field = document.getElementById(`f-${key}`); if (field) field.value = state[key]; }
  const search = document.getElementById("search");
  if (search.value !== state.q) search.value = state.q;
  const rows = drawList();
  document.title = data.title;
  drawDrawer(rows);
}

function go(changed) {
  const focused = document.activeElement?.dataset?.key, from = state.account;
  Object.assign(state, changed);
  writeLink();
  draw();
  if (focused && state.account) document.querySelector(`dialog [data-key="${focused}"]:not([disabled])`)?.focus();
  if (!state.account && from) document.querySelector(`tr[data-account="${CSS.escape(from)}"] .name`)?.focus();
}

function onKey(event) {
  const dialog = document.getElementById("account");
  if (event.key === "Escape") document.getElementById("tip")?.remove();
  if (dialog.open && (event.key === "ArrowLeft" || event.key === "ArrowRight")) { dialog.querySelector(`[data-key="${event.key}"]:not([disabled])`)?.click(); event.preventDefault(); }
  if (!dialog.open && event.key === "/" && !/^(input|select|textarea)$/i.test(event.target.tagName)) { document.getElementById("search").focus(); event.preventDefault(); }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

/** The other theme, from now on: until somebody chooses, the page follows the device. */
function chooseTheme() {
  setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  try { localStorage.setItem("bellwether-theme", document.documentElement.dataset.theme); } catch { /* a file's page may not be allowed to remember */ }
}

function firstTheme() {
  let kept = null;
  try { kept = localStorage.getItem("bellwether-theme"); } catch { /* as above */ }
  return kept || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

for (const row of data.rows) row.text = [row.name, row.id, row.owner, row.segment, row.parent, row.situation, row.support_move && `support ${row.support_move}`, ...row.reasons].filter(known).join(" ").toLocaleLowerCase();
setTheme(firstTheme());
document.getElementById("theme").addEventListener("click", chooseTheme);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(firstTheme()));
document.getElementById("account").addEventListener("close", () => { if (state.account) go({ account: "" }); });
document.addEventListener("keydown", onKey);
for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, (event) => showTip(event.target));
addEventListener("beforeprint", () => document.querySelectorAll("section:not(#overnight) details").forEach((part) => { part.open = true; }));
addEventListener("hashchange", () => { readLink(); draw(); });
drawOvernight(); drawChanges(); drawFigures(); drawMonths(); drawBands(); drawBooks(); drawControls(); drawRetention(); drawTrust();
readLink();
draw();
