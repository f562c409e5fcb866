// Building the document from data. Everything that comes from outside becomes a text node or a checked attribute:
// no markup is ever parsed, so a customer called "<img onerror=…>" is five words on the screen and nothing else.

const SVG = "http://www.w3.org/2000/svg";

function apply(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === "style") for (const [key, val] of Object.entries(value)) node.style.setProperty(key, val);
    else if (name === "data") for (const [key, val] of Object.entries(value)) node.dataset[key] = val;
    else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

function fill(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** An HTML element. `props`: attributes, `on: {event: handler}`, `data: {…}`, `style: {"--x": …}`. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  apply(node, props);
  return fill(node, children);
}

/** The same for SVG. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  apply(node, props);
  return fill(node, children);
}

export function replace(node, ...children) {
  node.replaceChildren();
  return fill(node, children);
}

let serial = 0;
/** A fresh id for label/for, aria-describedby and their like. */
export const freshId = (prefix) => `${prefix}-${(serial += 1)}`;

/**
 * Bring a list of children up to date without touching the nodes that did not change.
 * `wanted`: [{key, signature, build(oldNode)}] in order. `known`: a Map kept between calls, key → {signature, node}.
 */
export function reconcile(parent, wanted, known) {
  const next = new Map();
  let cursor = parent.firstChild;
  for (const { key, signature, build } of wanted) {
    const before = known.get(key);
    const node = before && before.signature === signature ? before.node : build(before ? before.node : null);
    next.set(key, { signature, node });
    if (node === cursor) {
      cursor = cursor.nextSibling;
    } else {
      // A replaced node stands where its successor goes: take it away first, so that what follows need not move.
      if (before && before.node === cursor && before.node !== node) {
        cursor = cursor.nextSibling;
        before.node.remove();
      }
      parent.insertBefore(node, cursor);
    }
  }
  while (cursor) {
    const gone = cursor;
    cursor = cursor.nextSibling;
    gone.remove();
  }
  known.clear();
  for (const [key, entry] of next) known.set(key, entry);
}
