// Operating points: quality over speed, the one in use marked, and who pinned which.
import { byId, element, say, setHidden, setText } from "./dom.js";
import { isValue, number, percent, point, pointKey, pointWithModel } from "./format.js";
import { post } from "./feed.js";
import { colours } from "./timelines.js";

let chart = null;
let shownRows = "";

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
  const keys = [...store.samples.values()].map((samples) => samples[samples.length - 1]).map((sample) => pointKey(sample?.point));
  return new Set(keys);
}

function pinned(store) {
  return store.directives.find((directive) => directive.pin) ?? null;
}

export function show(store) {
  if (!chart) {
    return;
  }
  const views = [...store.points.values()];
  const onLadder = views.filter((view) => isValue(view.rung)).sort((a, b) => a.rung - b.rung);
  const speeds = onLadder.length > 0;
  const shown = speeds ? onLadder : views.sort((a, b) => (b.gmacs ?? 0) - (a.gmacs ?? 0));
  setText(
    byId("ladder-hint"),
    speeds ? "The ladder as calibrated here; live fidelity where measured" : "Points seen in answers; only the inference process knows their speed",
  );
  drawChart(store, shown, speeds);
  showRows(store, shown, speeds);
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
  byId("ladder").setAttribute("aria-label", `Operating points: quality over speed. Now ${current.join("; ") || "unknown"}`);
}

function showRows(store, views, speeds) {
  const used = inUse(store);
  const pin = pinned(store);
  const signature = JSON.stringify([views, [...used], pin, store.about?.control]);
  if (signature === shownRows) {
    return;
  }
  shownRows = signature;
  const models = new Set(views.map((view) => view.point.model));
  byId("ladder-head").replaceChildren(
    element("tr", "", heading("Point"), heading(speeds ? "Frames/s" : "GMACs", "number"), heading("Calibrated", "number"), heading("Live", "number"), heading("", "action")),
  );
  const focused = document.activeElement?.dataset?.point;
  byId("ladder-rows").replaceChildren(
    ...views.map((view) => row(store, view, { speeds, used, pin, named: models.size > 1 })),
  );
  if (focused) {
    [...byId("ladder-rows").querySelectorAll("button")].find((button) => button.dataset.point === focused)?.focus();
  }
}

function heading(text, className) {
  const cell = element("th", className ?? "", text);
  cell.scope = "col";
  return cell;
}

function row(store, view, { speeds, used, pin, named }) {
  const key = pointKey(view.point);
  const isPinned = pin !== null && pointKey(pin.pin) === key;
  const name = element("th", "", named ? pointWithModel(view.point) : point(view.point));
  name.scope = "row";
  if (used.has(key)) {
    name.append(" ", element("span", "badge in-use", "in use"));
  }
  const live = isValue(view.live) ? percent(view.live, 1) : "–";
  const made = element(
    "tr",
    used.has(key) ? "current" : "",
    name,
    element("td", "number", speeds ? number(view.framesPerSecond) : number(view.gmacs, 3)),
    element("td", "number", percent(view.fidelity, 1)),
    element("td", "number", live),
    element("td", "action", pinButton(view, isPinned)),
  );
  return made;
}

function pinButton(view, isPinned) {
  const button = element("button", isPinned ? "small pressed" : "small quiet", isPinned ? "Unpin" : "Pin");
  button.type = "button";
  button.dataset.point = pointKey(view.point);
  button.setAttribute("aria-label", `${isPinned ? "Unpin" : "Pin"} ${point(view.point)}`);
  button.setAttribute("aria-pressed", String(isPinned));
  button.addEventListener("click", async () => {
    button.disabled = true;
    const refused = isPinned ? await post("api/unpin", {}) : await post("api/pin", view.point);
    button.disabled = false;
    say(refused ?? (isPinned ? "Load decides again." : `Asked all processes to serve at ${point(view.point)}.`));
  });
  return button;
}

function showPin(store) {
  const pin = pinned(store);
  setText(
    byId("pin-state"),
    pin ? `Pinned to ${point(pin.pin)} by ${pin.by}: every process whose ladder has it serves at it until it is unpinned.` : "Nothing is pinned: load decides for every batch.",
  );
  setHidden(byId("pin-state"), false);
}

export function recolour(store) {
  show(store);
}
