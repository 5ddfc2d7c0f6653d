// Which module draws which element. An element's drawer gets (block, element, surface, field).
import { h } from "../dom.js";
import { plainText } from "../mrkdwn.js";
import { button, feedbackButtons, iconButton, workflowButton } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { overflow } from "./overflow.js";
import { datepicker, datetimepicker, timepicker } from "./pickers.js";
import { select } from "./select.js";
import { emailInput, numberInput, plainTextInput, richTextInput, urlInput } from "./text_inputs.js";

const DRAWERS = {
  button, workflow_button: workflowButton, feedback_buttons: feedbackButtons, icon_button: iconButton, overflow,
  checkboxes, radio_buttons: radioButtons,
  static_select: select, external_select: select, users_select: select, conversations_select: select, channels_select: select,
  multi_static_select: select, multi_external_select: select, multi_users_select: select,
  multi_conversations_select: select, multi_channels_select: select,
  plain_text_input: plainTextInput, rich_text_input: richTextInput, number_input: numberInput,
  email_text_input: emailInput, url_text_input: urlInput, datepicker, timepicker, datetimepicker, image,
};

function image(_block, element) {
  const shown = h("img", { src: element.image_url ?? element.slack_file?.url ?? "", alt: element.alt_text ?? "", class: "element-image", loading: "lazy" });
  shown.addEventListener("error", () => shown.replaceWith(h("span", { class: "image-missing", role: "img", "aria-label": element.alt_text }, "▧")));
  return shown;
}

function unknown(_block, element) {
  return h("span", { class: "not-drawn" }, `The sandbox does not draw “${element.type}”.`);
}

/** Names a control that stands in no labelled field: by its placeholder, else by the text beside it. */
function nameOutsideField(block, element) {
  const beside = block.text?.text ?? block.label?.text;
  return plainText(element.placeholder) || beside || element.action_id;
}

export function renderElement(block, element, surface, field = null) {
  const drawer = DRAWERS[element.type] ?? unknown;
  const place = field ?? { naming: { "aria-label": nameOutsideField(block, element) } };
  return drawer(block, element, surface, { ...place, focusName: `${block.block_id}/${element.action_id}` });
}
