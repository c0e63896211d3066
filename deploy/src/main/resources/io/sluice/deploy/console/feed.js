// The connection to the server: one event stream, and requests. Signs in when a token is demanded.
import { byId } from "./dom.js";

let source = null;
let handlers = null;
let heard = 0;

/** Begins to listen: onState with all there is (again after each break), onDelta with what changes. */
export function open(given) {
  handlers = given;
  listen();
  setInterval(watch, 2000);
}

function listen() {
  source?.close();
  source = new EventSource("api/stream");
  heard = Date.now();
  source.addEventListener("state", (event) => receive(event, handlers.onState));
  source.addEventListener("delta", (event) => receive(event, handlers.onDelta));
  source.addEventListener("full", () => {
    source.close();
    handlers.onConnection("full", "Too many viewers");
  });
  source.addEventListener("end", () => handlers.onConnection("waiting", "Reconnecting"));
  source.addEventListener("error", broken);
}

function receive(event, handle) {
  heard = Date.now();
  handlers.onConnection("live", "Live");
  handle(JSON.parse(event.data));
}

/** A browser tries again by itself, unless it was refused. */
async function broken() {
  if (source.readyState !== EventSource.CLOSED) {
    handlers.onConnection("waiting", "Reconnecting");
    return;
  }
  try {
    const answer = await fetch("api/about", { cache: "no-store" });
    if (answer.status === 401) {
      handlers.onConnection("refused", "Signed out");
      signIn();
      return;
    }
  } catch {
    // Not there at all; tried again below.
  }
  handlers.onConnection("waiting", "Reconnecting");
  setTimeout(listen, 2000);
}

/** A connection that has gone silent without an error, such as after sleep. */
function watch() {
  if (source && source.readyState === EventSource.OPEN && Date.now() - heard > 15000) {
    handlers.onConnection("waiting", "Reconnecting");
    listen();
  }
}

function signIn() {
  const dialog = byId("sign-in");
  if (!dialog.open) {
    dialog.showModal();
    byId("token").focus();
  }
}

byId("sign-in").addEventListener("cancel", (event) => event.preventDefault());

byId("sign-in-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const error = byId("sign-in-error");
  error.textContent = "";
  const answer = await fetch("/session", { method: "POST", body: byId("token").value }).catch(() => null);
  if (answer?.ok) {
    byId("token").value = "";
    byId("sign-in").close();
    handlers.onSignedIn();
    listen();
  } else {
    error.textContent = answer ? "That is not the access token." : "The server cannot be reached.";
    byId("token").select();
  }
});

/** Asks for JSON; null where there is none to be had. */
export async function get(path) {
  const answer = await fetch(path, { cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) {
    signIn();
  }
  return answer?.ok ? answer.json() : null;
}

/** Asks for a change; gives the sentence that says why it was refused, or null. */
export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (answer?.status === 401) {
    signIn();
  }
  return answer?.ok ? null : (await answer?.text()) || "The server cannot be reached.";
}
