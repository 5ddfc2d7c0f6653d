// Tables: the plain one, and the one with a caption, sorting and pages.
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { withEmoji } from "../emoji.js";
import { renderElement } from "../elements/index.js";
import { richText } from "./rich_text.js";

function cellContent(block, cell, surface) {
  if (cell.type === "rich_text") return richText(cell, surface);
  if (cell.type === "raw_number") return cell.text ?? String(cell.value ?? "");
  if (cell.type === "button" || cell.type === "action") return renderElement(block, cell.element ?? cell, surface);
  return withEmoji(cell.text ?? "");
}

function columnClass(setting, rows, index) {
  const numeric = rows.length > 0 && rows.every((row) => row[index]?.type === "raw_number");
  const align = setting?.align ?? (numeric ? "right" : "left");
  return `align-${align}${setting?.is_wrapped ? " wrapped" : ""}`;
}

export function table(block, surface) {
  const [head, ...body] = block.rows;
  const classes = head.map((_, index) => columnClass(block.column_settings?.[index], body, index));
  const row = (tag, cells) => h("tr", {}, cells.map((cell, index) =>
    h(tag, { class: classes[index], scope: tag === "th" ? "col" : null }, cellContent(block, cell, surface))));
  const named = `Table: ${head.map((cell) => plainCell(cell, surface)).join(", ")}`;
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": named },
    h("table", { class: "data" }, h("thead", {}, row("th", head)), h("tbody", {}, body.map((cells) => row("td", cells)))));
}

const plainCell = (cell, surface) => (cell.type === "rich_text" ? richText(cell, surface).textContent : cell.text ?? String(cell.value ?? ""));

class DataTable {
  constructor(block, surface) {
    Object.assign(this, { block, surface, page: 0, sortedBy: null, falling: false });
    [this.head, ...this.body] = block.rows;
    this.size = block.page_size ?? 5;
    this.classes = this.head.map((_, index) => columnClass(null, this.body, index));
    this.root = h("div", {});
    this.draw();
  }

  get sorted() {
    if (this.sortedBy === null) return this.body;
    const value = (row) => {
      const cell = row[this.sortedBy];
      return cell.type === "raw_number" ? Number(cell.value ?? cell.text) : plainCell(cell, this.surface);
    };
    const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
    const rows = [...this.body].sort((a, b) => compare(value(a), value(b)));
    return this.falling ? rows.reverse() : rows;
  }

  sort(index) {
    this.falling = this.sortedBy === index ? !this.falling : false;
    this.sortedBy = index;
    this.page = 0;
    this.draw(`sort-${index}`);
  }

  turn(by) {
    this.page += by;
    this.draw(by < 0 ? "back" : "forth");
  }

  draw(focus = null) {
    fill(this.root, this.#table(), this.#pager());
    const node = focus && this.root.querySelector(`[data-part="${focus}"]`);
    if (node && !node.disabled) node.focus();
  }

  #table() {
    const rows = this.sorted.slice(this.page * this.size, (this.page + 1) * this.size);
    const headerColumn = this.block.row_header_column_index ?? 0;
    const cell = (content, index) => h(index === headerColumn ? "th" : "td", { scope: index === headerColumn ? "row" : null, class: this.classes[index] },
      cellContent(this.block, content, this.surface));
    return h("div", { class: "table-frame" }, h("table", { class: "data" },
      h("caption", {}, this.block.caption),
      h("thead", {}, h("tr", {}, this.head.map((content, index) => this.#columnHead(content, index)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell))))));
  }

  #columnHead(content, index) {
    const state = this.sortedBy !== index ? "none" : this.falling ? "descending" : "ascending";
    return h("th", { scope: "col", class: this.classes[index], "aria-sort": state },
      h("button", { type: "button", class: "sort-button", dataset: { part: `sort-${index}` }, onclick: () => this.sort(index) },
        plainCell(content, this.surface), state === "none" ? null : icon(this.falling ? "down" : "up", 12)));
  }

  #pager() {
    const pages = Math.ceil(this.body.length / this.size);
    if (pages < 2) return null;
    const turner = (by, name, label, disabled) =>
      h("button", { type: "button", class: "icon-button", "aria-label": label, disabled, dataset: { part: name }, onclick: () => this.turn(by) }, icon(by < 0 ? "left" : "right", 16));
    return h("div", { class: "pager" }, turner(-1, "back", "Previous rows", this.page === 0),
      h("span", {}, `${this.page + 1} of ${pages}`), turner(1, "forth", "More rows", this.page === pages - 1));
  }
}

export function dataTable(block, surface) {
  return new DataTable(block, surface).root;
}
