// Standard Markdown, for the `markdown` block alone; as DOM nodes, like everything else here.
import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./mrkdwn.js";

const PIECE = /`([^`\n]+)`|!?\[([^\]]*)\]\(([^()\s]+)(?:\s+"[^"]*")?\)|\*\*(?=\S)([\s\S]*?\S)\*\*|__(?=\S)([\s\S]*?\S)__|~~(?=\S)([\s\S]*?\S)~~|(?<!\w)\*(?=\S)([^*\n]*?\S)\*(?!\w)|(?<!\w)_(?=\S)([^_\n]*?\S)_(?!\w)|(https?:\/\/[^\s<>)]+)/g;

function inlineMarkdown(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    nodes.push(withEmoji(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const [, code, label, address, bold, strong, strike, star, underscore, bare] = match;
    if (code !== undefined) nodes.push(h("code", {}, code));
    else if (address !== undefined) nodes.push(link(address, inlineMarkdown(label || address)));
    else if (bold ?? strong) nodes.push(h("strong", {}, inlineMarkdown(bold ?? strong)));
    else if (strike) nodes.push(h("s", {}, inlineMarkdown(strike)));
    else if (star ?? underscore) nodes.push(h("em", {}, inlineMarkdown(star ?? underscore)));
    else nodes.push(link(bare, bare));
  }
  nodes.push(withEmoji(text.slice(end)));
  return nodes;
}

const FENCE = /^```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const RULE = /^(-{3,}|\*{3,}|_{3,})\s*$/;
const QUOTE = /^>\s?/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const ROW = /^\s*\|.*\|\s*$/;
const DIVIDER_ROW = /^\s*\|[\s:|-]+\|\s*$/;
const STARTS = [FENCE, HEADING, RULE, QUOTE, ITEM, ROW];

const cells = (line) => line.trim().slice(1, -1).split("|").map((cell) => cell.trim());

function takeWhile(lines, test) {
  const taken = [];
  while (lines.length && test(lines[0])) taken.push(lines.shift());
  return taken;
}

function fence(lines) {
  lines.shift();
  const body = takeWhile(lines, (line) => !FENCE.test(line));
  lines.shift();
  return h("pre", {}, body.join("\n"));
}

function table(lines) {
  const rows = takeWhile(lines, (line) => ROW.test(line)).filter((line) => !DIVIDER_ROW.test(line)).map(cells);
  const [head, ...body] = rows;
  return h("div", { class: "table-frame" }, h("table", { class: "data" },
    h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, inlineMarkdown(cell))))),
    h("tbody", {}, body.map((row) => h("tr", {}, row.map((cell) => h("td", {}, inlineMarkdown(cell))))))));
}

function itemContent(text) {
  const task = text.match(/^\[([ xX])\]\s+(.*)$/);
  if (!task) return inlineMarkdown(text);
  return [h("span", { class: "task-mark" }, task[1] === " " ? "☐ " : "☑ "), inlineMarkdown(task[2])];
}

function list(lines) {
  const [, indent, marker] = lines[0].match(ITEM);
  const ordered = /\d/.test(marker);
  const root = h(ordered ? "ol" : "ul", ordered ? { start: parseInt(marker, 10) } : {});
  while (lines.length) {
    const match = lines[0].match(ITEM);
    if (!match || match[1].length < indent.length) break;
    if (match[1].length > indent.length) (root.lastElementChild ?? root).append(list(lines));
    else {
      lines.shift();
      root.append(h("li", {}, itemContent(match[3])));
    }
  }
  return root;
}

function paragraph(lines) {
  const first = lines.shift();
  const rest = takeWhile(lines, (line) => line.trim() !== "" && !STARTS.some((start) => start.test(line)));
  return h("p", {}, inlineMarkdown([first, ...rest].join("\n")));
}

function heading(lines) {
  const [, marks, text] = lines.shift().match(HEADING);
  return h("div", { class: `heading heading-${marks.length}`, role: "heading", "aria-level": marks.length + 2 }, inlineMarkdown(text));
}

function nextBlock(lines) {
  const line = lines[0];
  if (FENCE.test(line)) return fence(lines);
  if (HEADING.test(line)) return heading(lines);
  if (RULE.test(line)) return lines.shift() && h("hr");
  if (QUOTE.test(line)) {
    const quoted = takeWhile(lines, (each) => QUOTE.test(each)).map((each) => each.replace(QUOTE, ""));
    return h("blockquote", {}, blocks(quoted));
  }
  if (ITEM.test(line)) return list(lines);
  return ROW.test(line) ? table(lines) : paragraph(lines);
}

function blocks(lines) {
  const found = [];
  while (lines.length) {
    if (lines[0].trim() === "") lines.shift();
    else found.push(nextBlock(lines));
  }
  return found;
}

export function markdown(text) {
  return h("div", { class: "markdown" }, blocks(text.split("\n")));
}
