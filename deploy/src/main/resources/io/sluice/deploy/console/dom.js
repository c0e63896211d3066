// Small helpers around the DOM. Text from outside only ever becomes text nodes.

export const byId = (id) => document.getElementById(id);

/** A new element; children are nodes or text. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

/** Changes text only where it differs: a node that is written to is laid out again. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function setHidden(node, hidden) {
  if (node.hidden !== hidden) {
    node.hidden = hidden;
  }
}

export function setData(node, name, value) {
  if (node.dataset[name] !== value) {
    node.dataset[name] = value;
  }
}

/** {value} as a browser writes it: without zeros at the end of a number. */
export function setStyle(node, property, value) {
  if (node.style[property] !== value) {
    node.style[property] = value;
  }
}

export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

const waiting = new Map();

/** Runs {@code task} before the next frame is painted, once for each key. */
export function beforePaint(key, task) {
  if (waiting.size === 0) {
    requestAnimationFrame(() => {
      const tasks = [...waiting.values()];
      waiting.clear();
      tasks.forEach(attempt);
    });
  }
  waiting.set(key, task);
}

const paced = new Map();

/** Likewise, but no sooner than {pace} milliseconds after the last time. */
export function atMostEvery(pace, key, task) {
  const last = paced.get(key) ?? { at: -Infinity, timer: 0 };
  paced.set(key, last);
  if (last.timer === 0) {
    last.timer = setTimeout(() => {
      last.timer = 0;
      last.at = performance.now();
      beforePaint(key, task);
    }, last.at + pace - performance.now());
  }
}

/** One that fails takes no other with it. */
function attempt(task) {
  try {
    task();
  } catch (failure) {
    reportError(failure);
  }
}

/** Fills a list of terms: [[name, value], ...]; only what differs is written. */
export function setFacts(list, facts) {
  while (list.children.length > facts.length) {
    list.lastElementChild.remove();
  }
  facts.forEach(([name, value], index) => {
    let row = list.children[index];
    if (!row) {
      row = element("div", "", element("dt"), element("dd"));
      list.append(row);
    }
    setText(row.firstElementChild, name);
    setText(row.lastElementChild, value);
  });
}

let toastTimer = 0;

/** Says something once, politely. */
export function say(text) {
  const toast = byId("toast");
  toast.textContent = text;
  toast.dataset.shown = "yes";
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    toast.dataset.shown = "no";
  }, 6000);
}
