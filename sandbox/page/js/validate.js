// What Slack's client refuses to send: said beside the field, before the app is asked.
import { fieldsOf } from "./form.js";

const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

function contentOf(value) {
  if (!value) return null;
  const { type: _type, timezone: _timezone, ...rest } = value;
  return Object.values(rest)[0] ?? null;
}

function lengthMistake(text, { min_length: least, max_length: most }) {
  if (least !== undefined && text.length < least) return `Please enter at least ${least} characters.`;
  return most !== undefined && text.length > most ? `Please shorten this to ${most} characters.` : null;
}

function numberMistake(text, element) {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(text)) return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
  if (element.min_value !== undefined && Number(text) < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  return element.max_value !== undefined && Number(text) > Number(element.max_value) ? `Please enter ${element.max_value} or less.` : null;
}

const CHECKS = {
  plain_text_input: lengthMistake,
  number_input: numberMistake,
  email_text_input: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : "Please enter an email address."),
  url_text_input: (text) => (/^https?:\/\/\S+$/.test(text) ? null : "Please enter a link that starts with http:// or https://."),
};

/** block_id → what is wrong; empty when everything may be sent. */
export function mistakesIn(blocks, values) {
  const mistakes = {};
  for (const { block, element } of fieldsOf(blocks)) {
    if (block.type !== "input") continue;
    const content = contentOf(values[block.block_id]?.[element.action_id]);
    const mistake = isEmpty(content)
      ? (block.optional ? null : "Please complete this required field.")
      : CHECKS[element.type]?.(content, element);
    if (mistake) mistakes[block.block_id] = mistake;
  }
  return mistakes;
}
