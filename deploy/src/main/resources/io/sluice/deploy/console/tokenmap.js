// The token map: over the picture, what became of each patch at each stage of the model.
import { byId, setHidden, setText } from "./dom.js";
import { get } from "./feed.js";
import { point } from "./format.js";

const AGAIN = 2500;

let camera = null;
let map = null;
let timer = 0;
let showPicture = null;
let shown = null;

/** Counts beginnings and ends: what was asked before the last one is of no use any more. */
let turn = 0;

/** {show} shows the picture of a map and tells whether it does; {then} is told when the map is shown too, or no longer. */
export function onPicture(show, then) {
  showPicture = show;
  shown = then;
}

/** What the model said of the picture that is shown, while it is that of a map. */
export function labels() {
  return isOn() ? map.labels : null;
}

export function isOn() {
  return byId("map-on").checked && map !== null;
}

export function begin(id) {
  camera = id;
  restart();
}

export function end() {
  camera = null;
  restart();
}

byId("map-on").addEventListener("change", restart);

function restart() {
  turn++;
  clearTimeout(timer);
  map = null;
  clear();
  if (camera !== null && byId("map-on").checked) {
    ask(turn);
  }
}

byId("map-stage").addEventListener("input", draw);
new ResizeObserver(draw).observe(byId("camera-picture"));

function clear() {
  setHidden(byId("map-canvas"), true);
  setHidden(byId("map-stages"), true);
  setHidden(byId("map-legend"), true);
  setText(byId("map-text"), "");
}

async function ask(begun) {
  const wanted = () => begun === turn;
  if (!document.hidden) {
    await askOnce(wanted);
  }
  if (wanted()) {
    timer = setTimeout(ask, AGAIN, begun);
  }
}

async function askOnce(wanted) {
  const answer = await get(`api/map?camera=${encodeURIComponent(camera)}`);
  if (wanted() && answer.stages) {
    await show(answer, wanted);
  } else if (wanted()) {
    setText(byId("map-text"), answer.why);
  }
}

/** The map comes with its picture, so that the two belong together. */
async function show(next, wanted) {
  const bytes = Uint8Array.from(atob(next.picture), (character) => character.charCodeAt(0));
  if (!(await showPicture(new Blob([bytes], { type: next.contentType }), next.answer, wanted))) {
    return;
  }
  const range = byId("map-stage");
  const stayed = map !== null && map.stages.length === next.stages.length ? Number(range.value) : next.stages.length - 1;
  map = next;
  range.max = String(Math.max(0, next.stages.length - 1));
  range.value = String(stayed);
  setHidden(byId("map-stages"), next.stages.length === 0);
  setHidden(byId("map-legend"), next.stages.length === 0);
  draw();
  shown();
}

function draw() {
  if (!map) {
    return;
  }
  const stage = map.stages[Number(byId("map-stage").value)];
  const quality = map.answer.quality;
  if (!stage) {
    setHidden(byId("map-canvas"), true);
    setText(byId("map-text"), `${point(quality.point)}: all ${quality.tokens} tokens are kept in every block.`);
    return;
  }
  setText(byId("map-stage-name"), stage.name);
  byId("map-stage").setAttribute("aria-valuetext", stage.name);
  setText(byId("map-text"), `${point(quality.point)}, ${stage.name}: ${describe(stage)}`);
  paint(stage);
}

function describe(stage) {
  const sizes = new Map();
  stage.groups.forEach((group) => sizes.set(group, (sizes.get(group) ?? 0) + 1));
  const pruned = sizes.get(-1) ?? 0;
  sizes.delete(-1);
  const merged = [...sizes.values()].filter((size) => size > 1);
  const patches = merged.reduce((a, b) => a + b, 0);
  const parts = [`${sizes.size - merged.length} patches kept`];
  if (merged.length) {
    parts.push(`${patches} merged into ${merged.length} ${merged.length === 1 ? "token" : "tokens"}`);
  }
  if (pruned) {
    parts.push(`${pruned} pruned`);
  }
  return `${parts.join(", ")}.`;
}

function paint(stage) {
  const canvas = byId("map-canvas");
  const shown = byId("camera-picture");
  const box = shown.getBoundingClientRect();
  if (box.width === 0) {
    return; // drawn when the picture gets its size
  }
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  const context = canvas.getContext("2d");
  const sizes = new Map();
  stage.groups.forEach((group) => sizes.set(group, (sizes.get(group) ?? 0) + 1));
  shadeOutside(context, canvas, map.region);
  const { x, y, width, height } = scaled(map.region, canvas);
  const cellWidth = width / map.columns;
  const cellHeight = height / map.rows;
  stage.groups.forEach((group, patch) => {
    const left = x + (patch % map.columns) * cellWidth;
    const top = y + Math.floor(patch / map.columns) * cellHeight;
    paintPatch(context, group, sizes.get(group), left, top, cellWidth, cellHeight);
  });
  outline(context, stage.groups, x, y, cellWidth, cellHeight, scale);
  setHidden(canvas, false);
}

const scaled = (crop, canvas) => ({
  x: crop.left * canvas.width,
  y: crop.top * canvas.height,
  width: crop.width * canvas.width,
  height: crop.height * canvas.height,
});

/** What the model never saw: it is cut away before. */
function shadeOutside(context, canvas, crop) {
  const { x, y, width, height } = scaled(crop, canvas);
  context.fillStyle = "rgba(10, 14, 18, 0.72)";
  context.beginPath();
  context.rect(0, 0, canvas.width, canvas.height);
  context.rect(x, y, width, height);
  context.fill("evenodd");
}

function paintPatch(context, group, size, left, top, width, height) {
  if (group < 0) {
    context.fillStyle = "rgba(10, 14, 18, 0.78)";
    context.fillRect(left, top, width, height);
  } else if (size > 1) {
    context.fillStyle = colour(group);
    context.fillRect(left, top, width, height);
  }
}

/** Neighbouring groups get colours far apart. */
function colour(group) {
  return `hsla(${(190 + group * 137.5) % 360}, 70%, 55%, 0.55)`;
}

/** Lines where two tokens meet. */
function outline(context, groups, x, y, width, height, scale) {
  context.strokeStyle = "rgba(255, 255, 255, 0.5)";
  context.lineWidth = scale;
  context.beginPath();
  groups.forEach((group, patch) => {
    const column = patch % map.columns;
    const row = Math.floor(patch / map.columns);
    const left = x + column * width;
    const top = y + row * height;
    if (column + 1 < map.columns && groups[patch + 1] !== group) {
      context.moveTo(left + width, top);
      context.lineTo(left + width, top + height);
    }
    if (row + 1 < map.rows && groups[patch + map.columns] !== group) {
      context.moveTo(left, top + height);
      context.lineTo(left + width, top + height);
    }
  });
  context.stroke();
}
