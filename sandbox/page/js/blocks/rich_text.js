// rich_text: sections, lists within lists, quotes, code, and every kind of piece inside them.
import { h } from "../dom.js";
import { renderDate } from "../date_tokens.js";
import { emojiOf } from "../emoji.js";
import { link, mentionOfChannel, mentionOfPerson } from "../mrkdwn.js";

const STYLE_TAGS = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["highlight", "mark"]];

function styled(node, style = {}) {
  return STYLE_TAGS.filter(([name]) => style[name]).reduce((inner, [, tag]) => h(tag, {}, inner), node);
}

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => link(piece.url, piece.text || piece.url),
  user: (piece, setting) => mentionOfPerson(piece.user_id, setting),
  channel: (piece, setting) => mentionOfChannel(piece.channel_id, setting),
  usergroup: (piece) => h("span", { class: "mention" }, `@${piece.usergroup_id}`),
  broadcast: (piece) => h("span", { class: "mention mention-me" }, `@${piece.range}`),
  emoji: (piece) => emojiOf(piece.name) ?? `:${piece.name}:`,
  date: (piece, setting) => {
    const text = renderDate(piece.timestamp, piece.format, setting);
    return piece.url ? link(piece.url, text) : h("time", { title: piece.fallback ?? text }, text);
  },
  color: (piece) => h("span", { class: "colour" }, h("span", { class: "colour-dot", style: { background: piece.value } }), piece.value),
};

function richPieces(pieces, setting) {
  return pieces.map((piece) => {
    const drawn = PIECES[piece.type]?.(piece, setting) ?? piece.text ?? "";
    return styled(drawn instanceof Node ? drawn : document.createTextNode(drawn), piece.style);
  });
}

function list(element, setting) {
  const ordered = element.style === "ordered";
  const depth = element.indent ?? 0;
  const attributes = { class: `rich-list depth-${depth % 3}`, style: { "--depth": depth }, ...(ordered ? { start: (element.offset ?? 0) + 1 } : {}) };
  return h(ordered ? "ol" : "ul", attributes, element.elements.map((item) => h("li", {}, drawElement(item, setting))));
}

function drawElement(element, setting) {
  const bordered = element.border ? "bordered" : null;
  switch (element.type) {
    case "rich_text_list": return list(element, setting);
    case "rich_text_quote": return h("blockquote", { class: bordered }, richPieces(element.elements, setting));
    case "rich_text_preformatted": return h("pre", { class: bordered }, richPieces(element.elements, setting));
    default: return h("div", { class: "rich-section" }, richPieces(element.elements ?? [], setting));
  }
}

/** Lists of a deeper indent become children of the item before them, so that a screen reader hears the nesting. */
function nested(elements, setting) {
  const nodes = [];
  const open = [];
  for (const element of elements) {
    const node = drawElement(element, setting);
    if (element.type !== "rich_text_list") open.length = 0;
    const depth = element.indent ?? 0;
    while (open.length && open.at(-1).depth >= depth) open.pop();
    const parent = open.at(-1)?.node.lastElementChild;
    if (parent && element.type === "rich_text_list") parent.append(node);
    else nodes.push(node);
    if (element.type === "rich_text_list") open.push({ depth, node });
  }
  return nodes;
}

export function richText(block, surface) {
  return h("div", { class: "rich-text" }, nested(block.elements, surface.setting));
}
