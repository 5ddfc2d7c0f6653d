// The "⋯" menu of an element.
import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openMenu } from "../menu.js";
import { plainText } from "../mrkdwn.js";

export function overflow(block, element, surface, field) {
  async function choose(option) {
    if (element.confirm && !(await confirmed(element.confirm, surface.setting))) return;
    if (option.url) window.open(option.url, "_blank", "noreferrer,noopener");
    await surface.act(block, { type: "overflow", action_id: element.action_id, block_id: block.block_id, selected_option: option });
  }
  return h("button", {
    type: "button", class: "button button-icon", "aria-label": "More options", "aria-haspopup": "menu",
    dataset: { focus: field.focusName, action: element.action_id },
    onclick: (event) => openMenu(event.currentTarget, element.options.map((option) => ({
      label: plainText(option.text), hint: plainText(option.description), run: () => choose(option),
    }))),
  }, icon("dots"));
}
