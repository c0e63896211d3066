// Operating points: quality over speed, the one in use marked, and who pinned which.
import { byId, element, say, setAttribute, setHidden, setText } from "./dom.js";
import { isValue, number, percent, point, pointKey, pointWithModel } from "./format.js";
import { post } from "./feed.js";
import { newestOfAll } from "./summary.js";
import { colours } from "./timelines.js";

let chart = null;
const rows = new Map();

export function make(store) {
  chart = new Chart(byId("ladder"), {
    type: "scatter",
    data: { datasets: [{ data: [], showLine: true, tension: 0, clip: 10 }] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: {
        legend: { display: false },
        tooltip: { displayColors: false, callbacks: { label: (item) => describe(item.raw.view) } },
      },
      layout: { padding: { top: 10, right: 12 } },
      scales: {
        x: { title: { display: true, text: "" }, ticks: { maxTicksLimit: 6, font: { size: 10 } }, border: { display: false } },
        y: {
          title: { display: true, text: "Same answer as dense, %" },
          ticks: { maxTicksLimit: 5, font: { size: 10 } },
          border: { display: false },
          suggestedMin: 90,
          max: 100,
        },
      },
    },
  });
}

function describe(view) {
  const speed = isValue(view.framesPerSecond) ? `${number(view.framesPerSecond)} frames/s` : `${number(view.gmacs, 3)} GMACs`;
  return `${point(view.point)}: ${percent(quality(view), 1)}, ${speed}`;
}

const quality = (view) => view.live ?? view.fidelity;

/** Points in use now, by key. */
function inUse(store) {
  return new Set(newestOfAll(store).map((sample) => pointKey(sample.point)));
}

function pinned(store) {
  return store.directives.find((directive) => directive.pin) ?? null;
}

/** The points to show, and whether they are those of the ladder, whose speeds are known. */
function chosen(store) {
  const views = [...store.points.values()];
  const onLadder = views.filter((view) => isValue(view.rung)).sort((a, b) => a.rung - b.rung);
  const speeds = onLadder.length > 0;
  return { speeds, views: speeds ? onLadder : views.sort((a, b) => (b.gmacs ?? 0) - (a.gmacs ?? 0)) };
}

export function show(store) {
  if (!chart) {
    return;
  }
  const { speeds, views } = chosen(store);
  drawChart(store, views, speeds);
  showPoints(store);
}

/** All but the chart. */
export function showPoints(store) {
  const { speeds, views } = chosen(store);
  setText(
    byId("ladder-hint"),
    speeds ? "The ladder as calibrated here; live fidelity where measured" : "Points seen in answers; only the inference process knows their speed",
  );
  showRows(store, views, speeds);
  showPin(store);
}

function drawChart(store, views, speeds) {
  const used = inUse(store);
  const palette = colours();
  const dots = views
    .filter((view) => isValue(quality(view)) && isValue(speeds ? view.framesPerSecond : view.gmacs))
    .map((view) => ({ x: speeds ? view.framesPerSecond : view.gmacs, y: 100 * quality(view), view, used: used.has(pointKey(view.point)) }));
  Object.assign(chart.data.datasets[0], {
    data: dots,
    borderColor: palette.grid,
    borderWidth: 1.5,
    pointRadius: dots.map((dot) => (dot.used ? 7 : 4)),
    pointHoverRadius: 8,
    pointBackgroundColor: dots.map((dot) => (dot.used ? palette.accent : palette.surface)),
    pointBorderColor: dots.map((dot) => (dot.used ? palette.accent : palette.text)),
    pointBorderWidth: 1.5,
  });
  chart.options.scales.x.title.text = speeds ? "Frames/s with all lanes busy" : "GMACs a frame";
  chart.options.scales.x.reverse = !speeds;
  for (const axis of [chart.options.scales.x, chart.options.scales.y]) {
    axis.title.color = palette.text;
    axis.ticks.color = palette.text;
    axis.grid = { color: palette.grid, drawTicks: false };
  }
  chart.update("none");
  const current = dots.filter((dot) => dot.used).map((dot) => describe(dot.view));
  setAttribute(byId("ladder"), "aria-label", `Operating points: quality over speed. Now ${current.join("; ") || "unknown"}`);
}

/** Writes into the rows that are there, so that a button stays under the pointer that presses it. */
function showRows(store, views, speeds) {
  setText(byId("ladder-speed"), speeds ? "Frames/s" : "GMACs");
  const named = new Set(views.map((view) => view.point.model)).size > 1;
  const used = inUse(store);
  const pin = pinned(store);
  const kept = new Set(views.map((view) => pointKey(view.point)));
  [...rows.keys()].filter((key) => !kept.has(key)).forEach(removeRow);
  views.forEach((view, index) => {
    const key = pointKey(view.point);
    const row = rows.get(key) ?? addRow(view.point);
    place(row.root, index);
    row.pinned = pin !== null && pointKey(pin.pin) === key;
    showRow(row, view, { speeds, named, used: used.has(key) });
  });
}

function removeRow(key) {
  rows.get(key).root.remove();
  rows.delete(key);
}

function place(root, index) {
  const body = byId("ladder-rows");
  if (body.children[index] !== root) {
    body.insertBefore(root, body.children[index] ?? null);
  }
}

function addRow(at) {
  const row = {
    name: element("span"),
    badge: element("span", "badge in-use", "in use"),
    speed: element("td", "number"),
    calibrated: element("td", "number"),
    live: element("td", "number"),
    button: element("button"),
    pinned: false,
  };
  const head = element("th", "", row.name, " ", row.badge);
  head.scope = "row";
  row.root = element("tr", "", head, row.speed, row.calibrated, row.live, element("td", "action", row.button));
  row.button.type = "button";
  row.button.dataset.point = pointKey(at);
  row.button.addEventListener("click", () => press(row, at));
  rows.set(pointKey(at), row);
  return row;
}

function showRow(row, view, { speeds, named, used }) {
  setText(row.name, named ? pointWithModel(view.point) : point(view.point));
  setHidden(row.badge, !used);
  setAttribute(row.root, "class", used ? "current" : "");
  setText(row.speed, speeds ? number(view.framesPerSecond) : number(view.gmacs, 3));
  setText(row.calibrated, percent(view.fidelity, 1));
  setText(row.live, percent(view.live, 1));
  const action = row.pinned ? "Unpin" : "Pin";
  setText(row.button, action);
  setAttribute(row.button, "class", row.pinned ? "small" : "small quiet");
  setAttribute(row.button, "aria-label", `${action} ${point(view.point)}`);
}

async function press(row, at) {
  const unpin = row.pinned;
  row.button.disabled = true;
  const refused = unpin ? await post("api/unpin", {}) : await post("api/pin", at);
  row.button.disabled = false;
  say(refused ?? (unpin ? "Load decides again." : `Asked all processes to serve at ${point(at)}.`));
}

function showPin(store) {
  const pin = pinned(store);
  setText(
    byId("pin-state"),
    pin ? `Pinned to ${point(pin.pin)} by ${pin.by}: every process whose ladder has it serves at it until it is unpinned.` : "Nothing is pinned: load decides for every batch.",
  );
}
