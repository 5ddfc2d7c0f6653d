// Everything that is typed.
import { h } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { fromTyped, toTyped } from "../rich_typing.js";
import { entered } from "../surface.js";

const DEFAULT_TELLING = ["on_enter_pressed"];

function tellingOf(element) {
  return element.dispatch_action_config?.trigger_actions_on ?? DEFAULT_TELLING;
}

function attributesOf(element, field, text) {
  return {
    id: field.id, value: text, placeholder: plainText(element.placeholder), ...field.naming,
    "aria-required": field.required, "aria-describedby": field.describedBy, autocomplete: "off",
    dataset: { focus: field.focusName, ...(element.focus_on_load ? { autofocus: "" } : {}) },
  };
}

/** Keeps what is typed; Enter, and each character where the app asked for it, tell the app. */
function connect(control, block, element, surface, read) {
  const telling = tellingOf(element);
  control.addEventListener("input", () =>
    entered(surface, block, element, read(control.value), { quiet: !telling.includes("on_character_entered") }));
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const writesLine = control.tagName === "TEXTAREA" && !(event.ctrlKey || event.metaKey);
    if (writesLine || !block.dispatch_action || !telling.includes("on_enter_pressed")) return;
    event.preventDefault();
    event.stopPropagation();
    entered(surface, block, element, read(control.value));
  });
  return control;
}

function counter(control, most) {
  const node = h("span", { class: "counter", "aria-hidden": "true" });
  const show = () => {
    const left = most - control.value.length;
    node.textContent = left;
    node.classList.toggle("counter-over", left < 0);
  };
  control.addEventListener("input", show);
  show();
  return node;
}

function growing(control) {
  const grow = () => {
    control.style.height = "auto";
    control.style.height = `${Math.min(control.scrollHeight + 2, 320)}px`;
  };
  control.addEventListener("input", grow);
  requestAnimationFrame(grow);
  return control;
}

const asValue = (text) => ({ value: text === "" ? null : text });

export function plainTextInput(block, element, surface, field) {
  const first = { type: element.type, value: element.initial_value ?? null };
  const text = surface.form.start(block.block_id, element.action_id, first).value ?? "";
  const tag = element.multiline ? "textarea" : "input";
  const extra = element.multiline ? { rows: 3 } : { type: "text" };
  const control = h(tag, { ...attributesOf(element, field, text), class: "text-input", ...extra });
  connect(control, block, element, surface, asValue);
  if (element.multiline) growing(control);
  if (!element.max_length) return control;
  return h("div", { class: "counted" }, control, counter(control, element.max_length));
}

function oneLine(type, block, element, surface, field, extra = {}) {
  const first = { type: element.type, value: element.initial_value ?? null };
  const text = surface.form.start(block.block_id, element.action_id, first).value ?? "";
  const control = h("input", { ...attributesOf(element, field, text), class: "text-input", type, ...extra });
  return connect(control, block, element, surface, asValue);
}

export const emailInput = (...given) => oneLine("email", ...given);
export const urlInput = (...given) => oneLine("url", ...given);

export function numberInput(block, element, surface, field) {
  // `type="number"` would hide a mistyped number from the check that has to name it.
  return oneLine("text", block, element, surface, field, { inputmode: element.is_decimal_allowed ? "decimal" : "numeric" });
}

export function richTextInput(block, element, surface, field) {
  const first = { type: element.type, rich_text_value: element.initial_value ?? null };
  const value = surface.form.start(block.block_id, element.action_id, first).rich_text_value;
  const control = h("textarea", { ...attributesOf(element, field, toTyped(value)), class: "text-input", rows: element.min_lines ?? 4 });
  connect(control, block, element, surface, (text) => ({ rich_text_value: fromTyped(text) }));
  growing(control);
  return h("div", {}, control, h("div", { class: "typing-help" }, "*bold*  _italic_  ~strike~  `code`  > quote  • list"));
}
