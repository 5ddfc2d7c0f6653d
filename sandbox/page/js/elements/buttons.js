// Buttons of every kind.
import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { plainText } from "../mrkdwn.js";

/** Shows that an answer is on its way, and keeps a second click from asking twice. */
async function whileBusy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function presser(block, element, surface, action) {
  return async (event) => {
    const node = event.currentTarget;
    if (element.confirm && !(await confirmed(element.confirm, surface.setting))) return;
    await whileBusy(node, () => surface.act(block, { ...action, action_id: element.action_id, block_id: block.block_id }));
  };
}

const STYLE = { primary: " button-primary", danger: " button-danger" };

export function button(block, element, surface, field) {
  const { text, value, url, style } = element;
  const action = { type: "button", text, ...(value === undefined ? {} : { value }), ...(url ? { url } : {}) };
  const options = {
    class: `button${STYLE[style] ?? ""}`, "aria-label": element.accessibility_label,
    dataset: { focus: field.focusName, action: element.action_id }, onclick: presser(block, element, surface, action),
  };
  if (!url) return h("button", { type: "button", ...options }, h("span", { class: "button-text" }, plainText(text)));
  const safe = /^(https?|mailto|slack):/i.test(url);
  return h("a", { ...options, href: safe ? url : null, role: safe ? null : "button", target: "_blank", rel: "noreferrer noopener" },
    h("span", { class: "button-text" }, plainText(text)), icon("external", 14));
}

export function workflowButton(block, element, surface, field) {
  return button(block, { ...element, type: "button" }, surface, field);
}

function rating(block, element, surface, offered, glyph, field) {
  const action = { type: "feedback_buttons", value: offered.value, text: offered.text };
  return h("button", {
    type: "button", class: "icon-button", title: plainText(offered.text),
    "aria-label": offered.accessibility_label ?? plainText(offered.text),
    dataset: { focus: `${field.focusName}/${glyph}` }, onclick: presser(block, element, surface, action),
  }, icon(glyph, 16));
}

export function feedbackButtons(block, element, surface, field) {
  return h("span", { class: "feedback-buttons", role: "group", "aria-label": "Feedback" },
    rating(block, element, surface, element.positive_button, "thumbUp", field),
    rating(block, element, surface, element.negative_button, "thumbDown", field));
}

export function iconButton(block, element, surface, field) {
  const visible = element.visible_to_user_ids;
  if (visible?.length && !visible.includes(surface.setting.me)) return h("span", { hidden: true });
  const action = { type: "icon_button", value: element.value, text: element.text };
  return h("button", {
    type: "button", class: "icon-button", title: plainText(element.text),
    "aria-label": element.accessibility_label ?? plainText(element.text),
    dataset: { focus: field.focusName }, onclick: presser(block, element, surface, action),
  }, icon("trash", 16));
}
