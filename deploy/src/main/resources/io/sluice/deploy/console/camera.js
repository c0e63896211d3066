// One camera: its picture, what the model looks at, and all that is known of the answer.
import { beforePaint, byId, say, setData, setFacts, setHidden, setText } from "./dom.js";
import { millis, number, percent, pointWithModel } from "./format.js";
import { post } from "./feed.js";
import { CameraPicture } from "./picture.js";
import { labelRow, showLabel } from "./tiles.js";
import * as map from "./tokenmap.js";

const PICTURE_EVERY = 500;
const MOST_LABELS = 5;

const dialog = byId("camera");
const labels = Array.from({ length: MOST_LABELS }, labelRow);
byId("camera-labels").append(...labels.map((label) => label.row));
const picture = new CameraPicture(byId("camera-picture"));

let shown = null;
let store = null;
let timer = 0;

/** Counts openings and closings: what was begun before the last one is of no use any more. */
let turn = 0;

export function open(given, id) {
  store = given;
  shown = id;
  setText(byId("camera-title"), id);
  byId("weight").value = weightOf(id)?.weight ?? "";
  turn++;
  picture.clear();
  setHidden(byId("camera-no-picture"), true);
  setHidden(byId("map-controls"), store.about?.frames === false);
  map.begin(id);
  showAnswer();
  dialog.showModal();
  byId("camera-close").focus();
  fetchPicture(turn);
}

byId("camera-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) {
    dialog.close();
  }
});
dialog.addEventListener("close", () => {
  shown = null;
  turn++;
  clearTimeout(timer);
  map.end();
});

export function show(given, update) {
  if (shown !== null && (update.directives || update.cameras?.some((view) => view.camera === shown))) {
    beforePaint("camera", showAnswer);
  }
}

/** Labels and facts are of the frame that is to be seen, if any; rate and outcomes of late. */
function showAnswer() {
  const view = shown === null ? null : store.cameras.get(shown);
  if (!view) {
    return;
  }
  setText(byId("camera-outcome"), view.outcome.toLowerCase());
  setData(byId("camera-outcome"), "outcome", view.outcome);
  const answer = picture.answer ?? view;
  const known = map.labels() ?? answer.labels;
  if (picture.answer || view.outcome === "LABELLED") {
    labels.forEach((row, index) => showLabel(row, known[index]));
  }
  setFacts(byId("camera-facts"), facts(answer, view));
  const weight = weightOf(shown);
  setText(byId("weight-state"), weight ? `${weight.weight}, set by ${weight.by}` : "As its policy says.");
}

function weightOf(id) {
  return store.directives.find((directive) => directive.camera === id);
}

function facts(answer, view) {
  const quality = answer.quality;
  const known = [
    ["Frame", answer.sequence ?? "unknown"],
    ["Age", `${millis(answer.ageMillis)} from capture to answer`],
    ["of that", `${millis(answer.transportMillis)} to inference, ${millis(answer.queueMillis)} waiting, ${millis(answer.computeMillis)} in the model`],
    ["Answers", `${number(view.perSecond, 1)} a second; ${view.shed} shed, ${view.rejected} rejected since this page is served`],
  ];
  if (view.reason) {
    known.push([`Last ${view.outcome.toLowerCase()}`, view.reason]);
  }
  if (quality) {
    known.push(
      ["Operating point", pointWithModel(quality.point)],
      ["Tokens", `${quality.tokensLeft} left of ${quality.tokens}`],
      ["Work", `${number(quality.gmacs, 3)} GMACs, in a batch of ${answer.batchSize ?? "?"} on ${answer.provider ?? "?"}`],
      ["Fidelity", quality.fidelity === undefined ? "not measured" : `${percent(quality.fidelity, 1)} same answer as dense`],
    );
  }
  return known.map(([name, value]) => [name, String(value)]);
}

async function fetchPicture(begun) {
  if (store.about?.frames === false) {
    noPicture("This console shows no pictures.");
    return;
  }
  const wanted = () => begun === turn && !map.isOn();
  if (!document.hidden && wanted()) {
    const why = await picture.refresh(shown, wanted);
    if (wanted()) {
      showPicture(why);
    }
  }
  if (begun === turn) {
    timer = setTimeout(fetchPicture, PICTURE_EVERY, begun);
  }
}

function showPicture(why) {
  setHidden(byId("camera-no-picture"), picture.answer !== null);
  if (!picture.answer) {
    noPicture(why || "There is no picture of this camera to be had.");
  }
  showAnswer();
}

function noPicture(text) {
  setText(byId("camera-no-picture"), text);
  setHidden(byId("camera-no-picture"), false);
}

map.onPicture(async (blob, answer, wanted) => {
  const isShown = await picture.show(blob, answer, wanted);
  setHidden(byId("camera-no-picture"), byId("camera-no-picture").hidden || isShown);
  return isShown;
}, showAnswer);

byId("weight-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const weight = Number(byId("weight").value);
  const refused = await post("api/weight", { camera: shown, weight });
  say(refused ?? `Asked that ${shown} weigh ${weight}.`);
});

byId("weight-clear").addEventListener("click", async () => {
  const refused = await post("api/clear-weight", { camera: shown });
  say(refused ?? `${shown} weighs what its policy says.`);
});
