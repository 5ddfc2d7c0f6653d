// Small helpers around the DOM. Text always becomes a text node: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

function addChildren(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "style") Object.entries(value).forEach(([key, text]) => node.style.setProperty(key, text));
  else if (name === "value") node.value = value;
  else node.setAttribute(name, value === true ? "" : value);
}

export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  // Children first: a <select> takes its value only when its options are there.
  addChildren(node, children);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  return addChildren(node, children);
}

export function fill(node, ...children) {
  node.replaceChildren();
  return addChildren(node, children);
}

function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const goOn = focused && whereItWas(focused);
  old.replaceWith(fresh);
  if (!focused) return;
  const wanted = focused.closest("[data-focus]")?.dataset.focus;
  const heir = wanted ? fresh.querySelector(`[data-focus="${CSS.escape(wanted)}"]`) : null;
  (heir ?? (fresh.tabIndex >= 0 ? fresh : null))?.focus({ preventScroll: true });
  if (heir) goOn(heir);
}

/** What somebody was in the middle of, to go on with in the node that comes instead: a search, or a place in a text. */
export function whereItWas(control) {
  const { value, selectionStart, selectionEnd, query } = control;
  const isSearching = control.getAttribute("aria-expanded") === "true";
  return (heir) => {
    if (isSearching && heir.goOn) heir.goOn(query);
    else if (Number.isInteger(selectionStart) && heir.value === value) heir.setSelectionRange(selectionStart, selectionEnd);
  };
}

/** Makes the children of `container` match `items`, touching only what differs. */
export function keyed(container, items, { key, signature = JSON.stringify, render }) {
  const wanted = new Set(items.map(key));
  const present = new Map();
  for (const node of [...container.children]) {
    if (wanted.has(node.dataset.key)) present.set(node.dataset.key, node);
    else node.remove();
  }
  let cursor = container.firstElementChild;
  for (const item of items) {
    const name = key(item);
    const mark = signature(item);
    let node = present.get(name);
    if (node?.mark !== mark) {
      const fresh = render(item);
      fresh.dataset.key = name;
      fresh.mark = mark;
      if (node) replaceKeepingFocus(node, fresh);
      if (cursor === node) cursor = node ? fresh : cursor;
      node = fresh;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else container.insertBefore(node, cursor);
  }
}

let lastId = 0;
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** Arrow keys, Home and End move the focus among the nodes that `selector` finds. */
export function moveWithArrows(container, selector, { back = "ArrowUp", forth = "ArrowDown" } = {}) {
  container.addEventListener("keydown", (event) => {
    if (![back, forth, "Home", "End"].includes(event.key)) return;
    const nodes = [...container.querySelectorAll(selector)];
    const here = nodes.indexOf(document.activeElement);
    if (here < 0) return;
    const target = { [back]: here - 1, [forth]: here + 1, Home: 0, End: nodes.length - 1 }[event.key];
    if (!nodes[target]) return;
    event.preventDefault();
    nodes[here].tabIndex = -1;
    nodes[target].tabIndex = 0;
    nodes[target].focus();
  });
}

/** Runs `action` soon, and only once however often it was asked for meanwhile. */
export function soon(action, milliseconds) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      action();
    }, milliseconds);
  };
}
