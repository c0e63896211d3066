// A tile per camera. Only what differs is written, and only tiles that can be seen fetch pictures.
import { beforePaint, byId, element, setData, setHidden, setText } from "./dom.js";
import { duration, millis, number, percent, point } from "./format.js";

const PICTURE_EVERY = 900;
const SHOWN_LABELS = 3;
const SILENT = 5000;
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
  setInterval(() => beforePaint("ages", showAges), 250);
  setInterval(fetchPictures, 150);
}

/** Takes all tiles of cameras away that are no longer there. */
export function reset() {
  [...tiles.keys()].filter((id) => !store.cameras.has(id)).forEach(remove);
}

export function show(given, update) {
  update.gone?.forEach(remove);
  update.cameras?.forEach((view) => beforePaint(`tile ${view.camera}`, () => showTile(view.camera)));
  if (update.hidden) {
    setText(byId("cameras-hint"), `Only ${update.hidden} cameras are shown.`);
  }
}

function remove(id) {
  const tile = tiles.get(id);
  if (tile) {
    observer.unobserve(tile.root);
    tile.root.remove();
    URL.revokeObjectURL(tile.url);
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
  showLabels(tile, view);
  setText(tile.quality, quality(view));
}

export function quality(view) {
  if (!view.quality) {
    return view.reason ?? "";
  }
  const { point: at, tokensLeft, fidelity } = view.quality;
  const faithful = fidelity === undefined || fidelity === null ? "" : ` · ${percent(fidelity)}`;
  return `${point(at)} · ${tokensLeft} tokens${faithful}`;
}

function showLabels(tile, view) {
  // The last labels stay while frames are shed: they are what is known.
  if (view.outcome === "LABELLED" || tile.shown === 0) {
    tile.labels.forEach((row, index) => showLabel(row, view.labels[index]));
    tile.shown = view.labels.length;
    setData(tile.root, "sequence", String(view.sequence ?? ""));
  }
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
    row.bar.style.transform = `scaleX(${Math.max(0, Math.min(1, label.score)).toFixed(3)})`;
  }
}

function add(id) {
  const tile = {
    picture: element("img"),
    name: element("span", "tile-name", id),
    outcome: element("span", "badge"),
    age: element("span", "age"),
    rate: element("span", "rate"),
    quality: element("span", "quality"),
    labels: Array.from({ length: SHOWN_LABELS }, labelRow),
    fetched: 0,
    fetching: false,
    tag: "",
    url: "",
    shown: 0,
    view: null,
  };
  tile.picture.alt = "";
  tile.picture.hidden = true;
  const open = element(
    "button",
    "tile-open",
    element("span", "picture", tile.picture, tile.outcome),
    element(
      "span",
      "tile-text",
      element("span", "tile-head", tile.name, element("span", "tile-pace", tile.age, tile.rate)),
      element("span", "labels", ...tile.labels.map((label) => label.row)),
      tile.quality,
    ),
  );
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
  const now = Date.now();
  for (const id of visible) {
    const tile = tiles.get(id);
    if (!tile?.view) {
      continue;
    }
    const silence = now - tile.view.heard;
    const silent = silence > SILENT;
    setText(tile.age, silent ? `${duration(silence)} ago` : millis(tile.view.ageMillis));
    setText(tile.rate, silent ? "" : `${number(tile.view.perSecond, 1)}/s`);
    setData(tile.root, "silent", silent ? "yes" : "no");
  }
}

function fetchPictures() {
  if (document.hidden || store.about?.frames === false) {
    return;
  }
  const now = Date.now();
  for (const id of visible) {
    const tile = tiles.get(id);
    if (tile && !tile.fetching && now - tile.fetched > PICTURE_EVERY && tile.view?.picture !== tile.tag) {
      fetchPicture(id, tile);
    }
  }
}

async function fetchPicture(id, tile) {
  tile.fetching = true;
  tile.fetched = Date.now();
  const tag = tile.view.picture;
  try {
    const answer = await fetch(`api/picture?camera=${encodeURIComponent(id)}`, { cache: "no-store" });
    if (answer.status === 200) {
      await showPicture(tile, await answer.blob());
    }
    if (answer.ok) {
      tile.tag = tag; // also where there is none of it: only another answer may have one
    }
  } catch {
    // The next one will come.
  } finally {
    tile.fetching = false;
  }
}

/** Decoded before it takes the place of the one before, so that nothing flickers. */
async function showPicture(tile, blob) {
  const url = URL.createObjectURL(blob);
  const next = new Image();
  next.src = url;
  const decoded = await next.decode().then(() => true, () => false);
  if (!decoded || !tile.root.isConnected) {
    URL.revokeObjectURL(url);
    return;
  }
  tile.picture.src = url;
  setHidden(tile.picture, false);
  URL.revokeObjectURL(tile.url);
  tile.url = url;
}
