// Keeps what the server tells, and lets each part of the page show its share of it.
import { atMostEvery, byId, beforePaint, setData, setHidden, setText } from "./dom.js";
import { pointKey } from "./format.js";
import * as feed from "./feed.js";
import * as tiles from "./tiles.js";
import * as camera from "./camera.js";
import * as summary from "./summary.js";
import * as timelines from "./timelines.js";
import * as ladder from "./ladder.js";
import * as logs from "./logs.js";
import * as system from "./system.js";

/** Charts cost more than all else: each is drawn once in so many milliseconds at most, however many processes report. */
const CHARTS_EVERY = 1000;
const SAMPLES = 300;
const DECISIONS = 200;
const EVENTS = 100;

/** Everything that is known, as the server last told it. */
const store = {
  cameras: new Map(),
  samples: new Map(),
  decisions: [],
  events: new Map(),
  points: new Map(),
  directives: [],
  topics: [],
  about: null,
  instance: "",
};

/** Forgotten after, in milliseconds; as the server does. */
const FORGOTTEN = 300000;

function keep(update) {
  update.cameras?.forEach((view) => store.cameras.set(view.camera, view));
  update.gone?.forEach((id) => store.cameras.delete(id));
  if (update.samples) {
    update.samples.forEach(keepSample);
    forgetSilent();
  }
  update.points?.forEach((view) => store.points.set(pointKey(view.point), view));
  if (update.decisions) {
    store.decisions = [...store.decisions, ...update.decisions].slice(-DECISIONS);
  }
  if (update.events) {
    update.events.forEach((event) => store.events.set(event.id, event));
    [...store.events.keys()].slice(0, -EVENTS).forEach((id) => store.events.delete(id));
  }
  store.directives = update.directives ?? store.directives;
  store.topics = update.topics ?? store.topics;
}

function keepSample(sample) {
  if (!store.samples.has(sample.instance)) {
    store.samples.set(sample.instance, []);
  }
  const kept = store.samples.get(sample.instance);
  if (kept.length === 0 || kept[kept.length - 1].at < sample.at) {
    kept.push(sample);
    kept.splice(0, Math.max(0, kept.length - SAMPLES));
  }
}

/**
 * Notes when each camera and process was last heard of, by the clock here: other hosts have clocks of their own. Only of what
 * was there before we came can no more be known than these tell.
 */
function noteHeard(update, whenHeard) {
  update.cameras?.forEach((view) => (view.heard = whenHeard(view.at)));
  update.samples?.forEach((sample) => (sample.heard = whenHeard(sample.at)));
}

/** Each start of a process is an instance of its own, so old ones make room. */
function forgetSilent() {
  for (const [instance, samples] of store.samples) {
    if (Date.now() - samples[samples.length - 1].heard > FORGOTTEN) {
      store.samples.delete(instance);
    }
  }
  showInstances();
}

function showChanges(update) {
  if (update.problem !== undefined) {
    showProblem(update.problem);
  }
  tiles.show(store, update);
  camera.show(store, update);
  if (update.samples) {
    beforePaint("summary", () => summary.show(store));
    atMostEvery(CHARTS_EVERY, "timelines", () => timelines.show(store));
  }
  if (update.points || update.samples) {
    atMostEvery(CHARTS_EVERY, "ladder", () => ladder.show(store));
  }
  if (update.directives) {
    beforePaint("pin", () => ladder.showPoints(store));
  }
  if (update.decisions) {
    beforePaint("decisions", () => logs.showDecisions(store));
  }
  if (update.events) {
    beforePaint("events", () => logs.showEvents(store));
  }
  if (update.topics || update.samples) {
    beforePaint("system", () => system.showHealth(store));
  }
}

function showInstances() {
  const choice = byId("instance");
  const names = [...store.samples.keys()].sort();
  if (names.join("\n") === [...choice.options].slice(1).map((option) => option.value).join("\n")) {
    return;
  }
  choice.replaceChildren(new Option("All processes", ""), ...names.map((name) => new Option(name, name)));
  choice.value = names.includes(store.instance) ? store.instance : "";
  store.instance = choice.value;
  setHidden(byId("instance-choice"), names.length < 2);
}

byId("instance").addEventListener("change", (event) => {
  store.instance = event.target.value;
  summary.show(store);
  timelines.show(store);
});

function showProblem(text) {
  setText(byId("banner"), text);
  setHidden(byId("banner"), !text);
}

function connection(state, text) {
  setData(byId("connection"), "state", state);
  setText(byId("connection").firstElementChild, text);
}

async function askAbout() {
  const about = await feed.get("api/about");
  if (about.configuration) {
    store.about = about;
    system.showConfiguration(store);
    tiles.show(store, { cameras: [...store.cameras.values()] });
    ladder.show(store);
  }
}

const THEMES = ["system", "light", "dark"];

function theme() {
  return document.documentElement.dataset.theme ?? "system";
}

function setTheme(next) {
  if (next === "system") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem("sluice-theme");
  } else {
    document.documentElement.dataset.theme = next;
    localStorage.setItem("sluice-theme", next);
  }
  showTheme();
}

function showTheme() {
  setText(byId("theme"), `Theme: ${theme()}`);
  timelines.recolour(store);
  ladder.show(store);
}

byId("theme").addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);

/** What is silent sends no update that would show it. */
function watchSilence() {
  forgetSilent();
  system.watchHealth(store);
  summary.show(store);
}

function start() {
  timelines.make();
  ladder.make(store);
  tiles.make(store, (id) => camera.open(store, id));
  showTheme();
  askAbout();
  system.watchHealth(store);
  setInterval(() => document.hidden || watchSilence(), 5000);
  feed.open({
    onState(update) {
      const offset = update.now - Date.now();
      noteHeard(update, (at) => Math.min(Date.now(), at - offset));
      store.cameras.clear();
      store.samples.clear();
      store.events.clear();
      store.points.clear();
      store.decisions = [];
      keep(update);
      tiles.reset();
      logs.reset();
      showProblem("");
      showChanges(update);
    },
    onDelta(update) {
      noteHeard(update, Date.now);
      keep(update);
      showChanges(update);
    },
    onConnection: connection,
    onProblem: showProblem,
    onSignedIn: askAbout,
  });
}

start();
