// Blocks that frame others: containers, cards, alerts, plans.
import { freshId, h } from "../dom.js";
import { renderElement } from "../elements/index.js";
import { icon } from "../icons.js";
import { plainText, textObject } from "../mrkdwn.js";
import { richText } from "./rich_text.js";

const asText = (text) => (typeof text === "string" ? { type: "plain_text", text } : text);

function heading(block, surface) {
  return [
    block.icon ? h("span", { class: "card-icon" }, renderElement(block, { type: "image", ...block.icon }, surface)) : null,
    h("span", { class: "card-titles" },
      h("span", { class: "card-title" }, block.rich_text_title ? richText(block.rich_text_title, surface) : textObject(asText(block.title), surface.setting)),
      block.subtitle ? h("span", { class: "card-subtitle" }, textObject(asText(block.subtitle), surface.setting)) : null),
  ];
}

export function container(block, surface, drawBlock) {
  const children = h("div", { class: "container-body" }, block.child_blocks.map((child) => drawBlock(child, surface)));
  const width = `container width-${block.width ?? "standard"}`;
  if (!block.is_collapsible) {
    const head = h("div", { class: `container-head${block.has_header_divider ? " divided" : ""}` }, heading(block, surface));
    return h("div", { class: width }, head, children);
  }
  return h("details", { class: width, open: !block.default_collapsed },
    h("summary", { class: "container-head" }, heading(block, surface), h("span", { class: "container-arrow" }, icon("down", 16))), children);
}

export function card(block, surface) {
  const hero = block.hero_image ? h("div", { class: "card-hero" }, renderElement(block, { type: "image", ...block.hero_image }, surface)) : null;
  const titled = block.title || block.subtitle || block.icon;
  const line = (name, text) => (text ? h("div", { class: name }, textObject(asText(text), surface.setting)) : null);
  return h("article", { class: "card" }, hero,
    h("div", { class: "card-content" },
      titled ? h("div", { class: "card-head" }, heading(block, surface)) : null,
      line("card-body", block.body),
      line("card-subtext", block.subtext),
      block.actions?.length ? h("div", { class: "card-actions" }, block.actions.map((element) => renderElement(block, element, surface))) : null));
}

export function carousel(block, surface, drawBlock) {
  return h("div", { tabindex: "0", role: "region", "aria-label": "Cards" }, block.elements.map((each) => drawBlock({ type: "card", ...each }, surface)));
}

const ALERT_ICONS = { default: "info", info: "info", warning: "warn", error: "warn", success: "check" };

export function alert(block, surface) {
  const level = block.level ?? "default";
  return h("div", { class: `alert alert-${level}`, role: level === "error" ? "alert" : "status" },
    icon(ALERT_ICONS[level] ?? "info", 18), h("div", {}, textObject(asText(block.text), surface.setting)));
}

const STATUS = { pending: ["○", "Not started"], in_progress: ["◐", "In progress"], complete: ["●", "Done"], error: ["✕", "Failed"] };

export function taskCard(block, surface) {
  const [mark, spoken] = STATUS[block.status] ?? STATUS.pending;
  const part = (content) => (content ? richText(content, surface) : null);
  return h("div", { class: `task task-${block.status}` },
    h("span", { class: "task-status", role: "img", "aria-label": spoken }, mark),
    h("div", {}, h("div", { class: "task-title" }, plainText(asText(block.title))), part(block.details), part(block.output)));
}

export function plan(block, surface, drawBlock) {
  const id = freshId("plan");
  const tasks = (block.tasks ?? []).map((task) => h("li", {}, drawBlock({ type: "task_card", ...task }, surface)));
  return h("section", { class: "container", "aria-labelledby": id },
    h("div", { class: "container-head", id }, h("span", { class: "card-title" }, plainText(asText(block.title)))), h("ol", { class: "plan" }, tasks));
}
