// Checkboxes and radio buttons.
import { confirmed } from "../confirm.js";
import { freshId, h } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { entered } from "../surface.js";

function choice(kind, group, option, surface, { checked, onchange, focus }) {
  const id = freshId("choice");
  const hint = option.description ? freshId("choice-hint") : null;
  return h("div", { class: "choice" },
    h("input", { type: kind, id, name: group, checked, onchange, "aria-describedby": hint, dataset: { focus } }),
    h("label", { for: id }, textObject(option.text, surface.setting),
      option.description ? h("span", { class: "choice-hint", id: hint }, textObject(option.description, surface.setting)) : null));
}

function choices(kind, block, element, surface, field, { isChosen, read }) {
  const group = freshId("group");
  const root = h("div", { class: "choices", role: kind === "radio" ? "radiogroup" : "group", ...field.naming });
  let settled = [];
  const boxes = () => [...root.querySelectorAll("input")];
  async function onchange() {
    const ticks = boxes().map((box) => box.checked);
    if (element.confirm && !(await confirmed(element.confirm, surface.setting))) {
      boxes().forEach((box, index) => Object.assign(box, { checked: settled[index] }));
      return;
    }
    settled = ticks;
    entered(surface, block, element, read(element.options.filter((_, index) => ticks[index])));
  }
  element.options.forEach((option, index) =>
    root.append(choice(kind, group, option, surface, { checked: isChosen(option), onchange, focus: `${field.focusName}/${index}` })));
  settled = boxes().map((box) => box.checked);
  if (element.focus_on_load) root.querySelector("input").dataset.autofocus = "";
  return root;
}

export function checkboxes(block, element, surface, field) {
  const first = { type: "checkboxes", selected_options: element.initial_options ?? [] };
  const { selected_options: chosen } = surface.form.start(block.block_id, element.action_id, first);
  const isChosen = (option) => chosen.some((each) => each.value === option.value);
  return choices("checkbox", block, element, surface, field, { isChosen, read: (options) => ({ selected_options: options }) });
}

export function radioButtons(block, element, surface, field) {
  const first = { type: "radio_buttons", selected_option: element.initial_option ?? null };
  const { selected_option: chosen } = surface.form.start(block.block_id, element.action_id, first);
  const isChosen = (option) => chosen?.value === option.value;
  return choices("radio", block, element, surface, field, { isChosen, read: ([option]) => ({ selected_option: option ?? null }) });
}
