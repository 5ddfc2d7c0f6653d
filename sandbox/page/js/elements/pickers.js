// Dates and times. The browser's own pickers: they know every keyboard and every screen reader.
import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { entered } from "../surface.js";
import { fromLocalInput, toLocalInput } from "../time.js";

function picker(type, block, element, surface, field, { key, initial, toText, toValue }) {
  const first = { type: element.type, [key]: initial ?? null };
  let settled = surface.form.start(block.block_id, element.action_id, first)[key];
  const input = h("input", {
    type, id: field.id, class: "text-input picker", value: settled === null ? "" : toText(settled), ...field.naming,
    "aria-required": field.required, "aria-describedby": field.describedBy, dataset: { focus: field.focusName, ...(element.focus_on_load ? { autofocus: "" } : {}) },
  });
  input.addEventListener("change", async () => {
    if (element.confirm && !(await confirmed(element.confirm, surface.setting))) {
      input.value = settled === null ? "" : toText(settled);
      return;
    }
    settled = input.value ? toValue(input.value) : null;
    entered(surface, block, element, { [key]: settled });
  });
  return input;
}

const same = (text) => text;

export function datepicker(block, element, surface, field) {
  return picker("date", block, element, surface, field, { key: "selected_date", initial: element.initial_date, toText: same, toValue: same });
}

export function timepicker(block, element, surface, field) {
  const input = picker("time", block, element, surface, field, { key: "selected_time", initial: element.initial_time, toText: same, toValue: same });
  if (!element.timezone) return input;
  return h("span", { class: "with-unit" }, input, h("span", { class: "unit" }, element.timezone));
}

export function datetimepicker(block, element, surface, field) {
  const { zone } = surface.setting;
  return picker("datetime-local", block, element, surface, field, {
    key: "selected_date_time", initial: element.initial_date_time,
    toText: (seconds) => toLocalInput(new Date(seconds * 1000), zone),
    toValue: (text) => Math.round(fromLocalInput(text, zone).getTime() / 1000),
  });
}
