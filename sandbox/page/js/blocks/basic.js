// The blocks that nearly every message and modal is made of.
import { freshId, h } from "../dom.js";
import { renderElement } from "../elements/index.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown.js";
import { plainText, textObject } from "../mrkdwn.js";

export function section(block, surface) {
  const fields = block.fields?.map((field) => h("div", { class: "field-cell" }, textObject(field, surface.setting)));
  const body = h("div", { class: "section-body" },
    block.text ? h("div", { class: "section-text" }, textObject(block.text, surface.setting)) : null,
    fields ? h("div", { class: "section-fields" }, fields) : null);
  const accessory = block.accessory;
  if (!accessory) return h("div", {}, body);
  const wide = accessory.type === "checkboxes" || accessory.type === "radio_buttons";
  return h("div", { class: wide ? "section-stacked" : "section-split" }, body,
    h("div", { class: "section-accessory" }, renderElement(block, accessory, surface)));
}

export function header(block) {
  return h("div", { role: "heading", "aria-level": String((block.level ?? 1) + 2) }, plainText(block.text));
}

export function divider() {
  return h("hr");
}

export function context(block, surface) {
  return h("div", {}, block.elements.map((element) =>
    element.type === "image" ? renderElement(block, element, surface) : h("span", {}, textObject(element, surface.setting))));
}

export function actions(block, surface) {
  return h("div", {}, block.elements.map((element) => renderElement(block, element, surface)));
}

export const contextActions = actions;

export function markdownBlock(block) {
  return markdown(block.text);
}

const GROUPS = ["checkboxes", "radio_buttons"];

export function input(block, surface) {
  const id = freshId("field");
  const ids = { label: `${id}-label`, hint: `${id}-hint`, error: `${id}-error` };
  const required = block.optional ? null : "true";
  const field = {
    id, required, naming: { "aria-labelledby": ids.label }, describedBy: `${block.hint ? `${ids.hint} ` : ""}${ids.error}`,
  };
  const mark = block.optional ? h("span", { class: "optional" }, "(optional)") : h("span", { class: "required", "aria-hidden": "true", title: "Required" }, "*");
  const label = h(GROUPS.includes(block.element.type) ? "div" : "label", { id: ids.label, class: "field-label", for: id }, plainText(block.label), " ", mark);
  return h("div", { class: "field" }, label,
    renderElement(block, block.element, surface, field),
    h("div", { class: "field-error", id: ids.error, "aria-live": "polite" }),
    block.hint ? h("div", { class: "field-hint", id: ids.hint }, plainText(block.hint)) : null);
}

function markField(node, message) {
  const slot = node.querySelector(".field-error");
  if (!slot) return;
  slot.replaceChildren(...(message ? [icon("warn", 14), message] : []));
  node.classList.toggle("field-wrong", Boolean(message));
  for (const control of node.querySelectorAll("input, textarea")) {
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/** Puts each error beside its field and the focus into the first of them; true when a field took one. */
export function showErrors(holder, errors) {
  let first = null;
  for (const node of holder.querySelectorAll("[data-block]")) {
    const message = errors[node.dataset.block] ?? "";
    markField(node, message);
    if (message) first ??= node;
  }
  const control = first?.querySelector("input, textarea, select");
  control?.focus();
  first?.scrollIntoView({ block: "nearest" });
  return Boolean(first);
}

export function clearError(holder, blockId) {
  const node = holder.querySelector(`[data-block="${CSS.escape(blockId)}"]`);
  if (node) markField(node, "");
}
