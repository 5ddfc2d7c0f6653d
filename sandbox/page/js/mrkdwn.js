// Slack's own markup, as DOM nodes. Nothing is ever parsed as HTML, so nothing typed can become markup of the page.
import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { renderDate } from "./date_tokens.js";

const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const STYLES = { "*": "strong", _: "em", "~": "s" };
const PIECE = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?!\w)|(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?!\w)|(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?!\w)|(https?:\/\/[^\s<>|”“]*[^\s<>|.,;:!?)"'”“’])/g;

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function link(address, ...label) {
  if (!SAFE_LINK.test(address)) return h("span", {}, label.length ? label : address);
  return h("a", { href: address, target: "_blank", rel: "noreferrer noopener" }, label.length ? label : address);
}

export function mentionOfPerson(id, world, fallback = null) {
  const person = world.people.find((each) => each.id === id);
  const mine = id === world.me ? " mention-me" : "";
  return h("span", { class: `mention${mine}` }, `@${person?.name ?? fallback ?? id}`);
}

export function mentionOfChannel(id, world, fallback = null) {
  const channel = world.conversations.find((each) => each.id === id && each.kind !== "im");
  if (!channel) return h("span", { class: "mention" }, fallback ? `#${fallback}` : "private channel");
  return h("a", { class: "mention", href: `#${id}` }, `#${channel.name}`);
}

function special(body, world) {
  const [command, label] = body.split("|");
  const [name, ...rest] = command.split("^");
  if (name === "date") {
    const [timestamp, pattern, address] = rest;
    const text = renderDate(timestamp, pattern ?? "", world);
    return address ? link(address, text) : h("time", { title: label ?? text }, text);
  }
  if (name === "subteam") return h("span", { class: "mention" }, label ?? "@group");
  return h("span", { class: "mention mention-me" }, `@${name}`);
}

function angled(body, world) {
  const [target, label] = body.split(/\|(.*)/s);
  if (target.startsWith("@")) return mentionOfPerson(target.slice(1), world, label);
  if (target.startsWith("#")) return mentionOfChannel(target.slice(1), world, label);
  if (target.startsWith("!")) return special(body.slice(1), world);
  const address = unescape(target);
  return label ? link(address, withEmoji(unescape(label))) : link(address, address.replace(/^mailto:/, ""));
}

const plainPiece = (text) => withEmoji(unescape(text));

/** One run of text, with its styles, code, links and mentions. */
function inline(text, world) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    nodes.push(plainPiece(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const [, fence, code, angle, bold, italic, strike, bare] = match;
    if (fence !== undefined) nodes.push(h("pre", {}, unescape(fence.replace(/^\n/, ""))));
    else if (code !== undefined) nodes.push(h("code", {}, unescape(code)));
    else if (angle !== undefined) nodes.push(angled(angle, world));
    else if (bare !== undefined) nodes.push(link(unescape(bare)));
    else nodes.push(h(STYLES[match[0][0]], {}, inline(bold ?? italic ?? strike, world)));
  }
  nodes.push(plainPiece(text.slice(end)));
  return nodes.filter((node) => node !== "");
}

const QUOTE = /^(?:&gt;|>) ?/;
const ITEM = /^(\s*)([•◦▪‣–-]|\d{1,2}[.)])\s+(?=\S)/;

function lineKind(line) {
  if (QUOTE.test(line)) return "quote";
  return ITEM.test(line) ? "item" : "text";
}

// Slack leaves typed bullets as they are; hanging them keeps long items readable without adding meaning.
function hangingItem(line, world) {
  const [whole, indent, marker] = line.match(ITEM);
  return h("div", { class: "hanging", style: { "--depth": Math.min(indent.length, 8) } },
    h("span", { class: "hanging-marker" }, marker), h("span", {}, inline(line.slice(whole.length), world)));
}

function renderLines(kind, lines, world) {
  if (kind === "quote") return h("blockquote", {}, inline(lines.map((line) => line.replace(QUOTE, "")).join("\n"), world));
  if (kind === "item") return lines.map((line) => hangingItem(line, world));
  return h("div", { class: "lines" }, inline(lines.join("\n"), world));
}

function groupLines(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const kind = lineKind(line);
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups;
}

// A line break before or after a block of its own would be drawn twice.
function withoutOuterBreaks(text, isFirst, isLast) {
  const start = isFirst ? text : text.replace(/^\n/, "");
  return isLast ? start : start.replace(/\n$/, "");
}

/** A whole mrkdwn text. */
export function mrkdwn(text, world) {
  const chunks = String(text ?? "").split(/(```[\s\S]+?```)/);
  const nodes = chunks.flatMap((chunk, index) => {
    if (index % 2 === 1) return h("pre", {}, unescape(chunk.slice(3, -3).replace(/^\n|\n$/g, "")));
    const inner = withoutOuterBreaks(chunk, index === 0, index === chunks.length - 1);
    return inner === "" ? [] : groupLines(inner).map(({ kind, lines }) => renderLines(kind, lines, world));
  });
  return h("div", { class: "mrkdwn" }, nodes);
}

/** A text object: `plain_text` or `mrkdwn`. */
export function textObject(object, world) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(object.text, world);
  return h("span", { class: "plain" }, plainText(object));
}

export function plainText(object) {
  if (!object) return "";
  return object.emoji === false ? object.text : withEmoji(object.text);
}

/** What a screen reader hears: the text without its markup. */
export function spoken(text, world) {
  return mrkdwn(text, world).textContent;
}
