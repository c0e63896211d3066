// A tile per camera. Only what differs is written, and only tiles that can be seen fetch pictures.
import { beforePaint, byId, element, setData, setHidden, setStyle, setText } from "./dom.js";
import { duration, millis, number, percent, point } from "./format.js";
import { CameraPicture } from "./picture.js";
import { silence } from "./summary.js";

const PICTURE_EVERY = 900;
const SHOWN_LABELS = 3;
const HINT = byId("cameras-hint").textContent;
const ORDER = new Intl.Collator(undefined, { numeric: true });

const tiles = new Map();
const visible = new Set();
let store = null;
let openCamera = null;

const observer = new IntersectionObserver(
  (entries) =>
    entries.forEach(({ target, isIntersecting }) => {
      const id = target.cameraId;
      if (isIntersecting) {
        visible.add(id);
      } else {
        visible.delete(id);
      }
    }),
  { rootMargin: "120px" },
);

export function make(given, onOpen) {
  store = given;
  openCamera = onOpen;
  setInterval(() => beforePaint("ages", showAges), 500);
  setInterval(fetchPictures, 150);
}

/** Takes all tiles of cameras away that are no longer there. */
export function reset() {
  [...tiles.keys()].filter((id) => !store.cameras.has(id)).forEach(remove);
}

export function show(given, update) {
  update.gone?.forEach(remove);
  update.cameras?.forEach((view) => beforePaint(`tile ${view.camera}`, () => showTile(view.camera)));
  setText(byId("cameras-hint"), update.hidden ? `Only ${update.hidden} cameras are shown.` : HINT);
}

function remove(id) {
  const tile = tiles.get(id);
  if (tile) {
    observer.unobserve(tile.root);
    tile.root.remove();
    tile.picture.clear();
    tiles.delete(id);
    visible.delete(id);
    showCount();
  }
}

function showTile(id) {
  const view = store.cameras.get(id);
  if (!view) {
    return;
  }
  const tile = tiles.get(id) ?? add(id);
  tile.view = view;
  setData(tile.root, "outcome", view.outcome);
  setText(tile.outcome, view.outcome.toLowerCase());
  setHidden(tile.outcome, view.outcome === "LABELLED");
  if (!tile.picture.answer) {
    showNewest(tile);
  }
}

/** Where no picture is to be seen: the last labels stay while frames have none, for they are what is known. */
function showNewest(tile) {
  if (tile.view.outcome === "LABELLED" || !tile.labelled) {
    showLabels(tile, tile.view);
  }
  setText(tile.quality, quality(tile.view));
}

/** What belongs to the picture that is to be seen. */
function showAnswer(tile) {
  showLabels(tile, tile.picture.answer);
  setText(tile.quality, quality(tile.picture.answer));
  showPace(tile);
}

function quality(answer) {
  if (!answer.quality) {
    return answer.reason ?? "";
  }
  const { point: at, tokensLeft, fidelity } = answer.quality;
  const faithful = fidelity === undefined ? "" : ` · ${percent(fidelity)}`;
  return `${point(at)} · ${tokensLeft} tokens${faithful}`;
}

function showLabels(tile, answer) {
  tile.labels.forEach((row, index) => showLabel(row, answer.labels[index]));
  tile.labelled = answer.labels.length > 0;
  setData(tile.root, "sequence", String(answer.sequence ?? ""));
}

/** A class with its score as a bar. */
export function labelRow() {
  const bar = element("span", "bar-fill");
  const row = element("span", "label", element("span", "label-name"), element("span", "label-score"), element("span", "bar-track", bar));
  return { row, bar, name: row.children[0], score: row.children[1] };
}

export function showLabel(row, label) {
  setHidden(row.row, !label);
  if (label) {
    setText(row.name, label.name);
    setText(row.score, percent(label.score));
    setStyle(row.bar, "transform", `scaleX(${Math.round(1000 * Math.max(0, Math.min(1, label.score))) / 1000})`);
  }
}

function add(id) {
  const image = element("img");
  image.alt = "";
  const tile = {
    picture: new CameraPicture(image),
    outcome: element("span", "badge"),
    age: element("span", "age"),
    rate: element("span", "rate"),
    quality: element("span", "quality"),
    labels: Array.from({ length: SHOWN_LABELS }, labelRow),
    labelled: false,
    fetched: 0,
    fetching: false,
    asked: null,
    view: null,
  };
  const open = element("button", "tile-open", element("span", "picture", image, tile.outcome), text(id, tile));
  open.type = "button";
  open.addEventListener("click", () => openCamera(id));
  tile.root = element("li", "tile", open);
  tile.root.cameraId = id;
  tiles.set(id, tile);
  place(tile.root, id);
  observer.observe(tile.root);
  showCount();
  return tile;
}

function text(id, tile) {
  return element(
    "span",
    "tile-text",
    element("span", "tile-head", element("span", "tile-name", id), element("span", "tile-pace", tile.age, tile.rate)),
    element("span", "labels", ...tile.labels.map((label) => label.row)),
    tile.quality,
  );
}

/** In the order of their names, so that each is found where it was. */
function place(root, id) {
  const after = [...byId("tiles").children].find((other) => ORDER.compare(other.cameraId, id) > 0);
  byId("tiles").insertBefore(root, after ?? null);
}

function showCount() {
  setText(byId("camera-count"), tiles.size ? String(tiles.size) : "");
  setHidden(byId("cameras-empty"), tiles.size > 0);
  setData(byId("tiles"), "many", tiles.size > 12 ? "yes" : "no");
}

function showAges() {
  for (const id of visible) {
    const tile = tiles.get(id);
    if (tile?.view) {
      showPace(tile);
    }
  }
}

function showPace(tile) {
  const silent = silence(tile.view);
  const answer = tile.picture.answer ?? tile.view;
  setText(tile.age, silent ? `${duration(silent)} ago` : millis(answer.ageMillis));
  setText(tile.rate, silent ? "" : `${number(tile.view.perSecond, 1)}/s`);
  setData(tile.root, "silent", silent ? "yes" : "no");
}

function fetchPictures() {
  if (document.hidden || store.about?.frames === false) {
    return;
  }
  const now = Date.now();
  for (const id of visible) {
    const tile = tiles.get(id);
    if (tile?.view && !tile.fetching && now - tile.fetched > PICTURE_EVERY && isBehind(tile)) {
      fetchPicture(id, tile);
    }
  }
}

/** A picture may be older than the last answer: others have asked for it. Of a camera that is silent none comes any more. */
function isBehind(tile) {
  return tile.picture.answer?.picture !== tile.view.picture && (tile.asked !== tile.view || !silence(tile.view));
}

async function fetchPicture(id, tile) {
  tile.fetching = true;
  tile.fetched = Date.now();
  tile.asked = tile.view;
  const before = tile.picture.answer;
  await tile.picture.refresh(id, () => tile.root.isConnected);
  tile.fetching = false;
  if (tile.picture.answer) {
    showAnswer(tile);
  } else if (before) {
    showNewest(tile);
  }
}
