// Select menus of all ten kinds: a combobox over a listbox.
import { avatar } from "../avatar.js";
import { confirmed } from "../confirm.js";
import { fill, freshId, h } from "../dom.js";
import { handsFree } from "../hands.js";
import { icon } from "../icons.js";
import { plainText } from "../mrkdwn.js";
import { hidePopover, showPopover } from "../popover.js";
import { entered } from "../surface.js";
import { choicesIn, isMulti, sourceOf, valueOf } from "./select_sources.js";

const MOST_SHOWN = 100;

function matching(groups, query, chosen) {
  const words = query.toLowerCase();
  const fits = ({ id, label, hint }) => !chosen.has(id) && `${label} ${hint ?? ""}`.toLowerCase().includes(words);
  return groups.map((group) => ({ ...group, choices: group.choices.filter(fits).slice(0, MOST_SHOWN) })).filter((group) => group.choices.length);
}

class Select {
  constructor(block, element, surface, field) {
    Object.assign(this, { block, element, surface, field });
    this.source = sourceOf(block, element, surface);
    this.multi = isMulti(element);
    const first = { type: element.type, ...valueOf(this.source.initial, element, this.source) };
    const start = surface.form.start(block.block_id, element.action_id, first, this.source);
    this.chosen = choicesIn(start, element, this.source);
    this.open = false;
    this.active = -1;
    this.asked = 0;
    this.#draw();
  }

  #draw() {
    const listId = freshId("listbox");
    this.list = h("div", { id: listId, class: "listbox", role: "listbox", popover: "manual", "aria-multiselectable": this.multi || null });
    this.input = h("input", {
      type: "text", id: this.field.id, class: "select-input", role: "combobox", autocomplete: "off", "aria-expanded": "false",
      "aria-controls": listId, "aria-autocomplete": "list", "aria-required": this.field.required, "aria-describedby": this.field.describedBy,
      ...this.field.naming, dataset: { focus: this.field.focusName, action: this.element.action_id, ...(this.element.focus_on_load ? { autofocus: "" } : {}) },
    });
    // Drawn anew while somebody searches in it, the menu goes on where they were.
    this.input.goOn = (query) => {
      if (query) this.input.value = query;
      this.show(query);
    };
    this.chips = h("span", { class: "chips" });
    this.box = h("div", { class: `select-box${this.multi ? " select-multi" : ""}` }, this.chips, this.input, icon("down", 16));
    this.root = h("div", { class: "select" }, this.box, this.list);
    this.#listen();
    this.#showChosen();
  }

  #listen() {
    this.box.addEventListener("mousedown", (event) => {
      if (event.target !== this.input) event.preventDefault();
      if (event.target.closest("button")) return;
      this.input.focus();
      if (this.open && event.target !== this.input) this.close();
      else this.show();
    });
    this.input.addEventListener("input", () => this.show(this.input.value));
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.rows[[...this.list.querySelectorAll("[role=option]")].indexOf(row)]);
    });
  }

  #showChosen() {
    const [first] = this.chosen;
    const face = first?.person ? avatar(first.person, 20) : null;
    fill(this.chips, this.multi ? this.chosen.map((choice) => this.#chip(choice)) : face);
    this.#showText();
  }

  #showText() {
    const placeholder = plainText(this.element.placeholder) || (this.multi ? "Select options" : "Select an option");
    this.input.value = this.multi ? "" : this.chosen[0]?.label ?? "";
    this.input.placeholder = this.multi && this.chosen.length ? "" : placeholder;
  }

  #chip(choice) {
    const remove = h("button", { type: "button", "aria-label": `Remove ${choice.label}`, onclick: () => this.#settle(this.chosen.filter((each) => each.id !== choice.id)) }, icon("close", 12));
    return h("span", { class: "chip" }, choice.person ? avatar(choice.person, 16) : null, choice.label, remove);
  }

  async show(query = "") {
    this.open = true;
    this.input.query = query;
    this.asked += 1;
    const asked = this.asked;
    if (!this.source.local) this.#say(query.length < this.source.least ? `Type at least ${this.source.least} characters` : "Searching…");
    const groups = await this.source.offer(query).catch((error) => this.#failed(error));
    if (!this.source.local) await handsFree();
    if (asked !== this.asked || !this.open || groups === null) return;
    this.#list(this.source.local ? matching(groups, query, this.#hidden()) : matching(groups, "", this.#hidden()), query);
  }

  #hidden() {
    return new Set(this.multi ? this.chosen.map((choice) => choice.id) : []);
  }

  #failed(error) {
    this.#say(error.message);
    return null;
  }

  #say(text) {
    fill(this.list, h("div", { class: "listbox-note" }, text));
    this.rows = [];
    this.#appear();
  }

  #list(groups, query) {
    this.rows = groups.flatMap((group) => group.choices);
    if (!this.rows.length) {
      if (this.source.local || query.length >= this.source.least) this.#say("No results");
      return;
    }
    fill(this.list, groups.map((group) => this.#group(group)));
    this.#appear();
    this.#mark(Math.max(0, this.rows.findIndex((row) => row.id === this.chosen[0]?.id)));
  }

  #group({ label, choices }) {
    const rows = choices.map((choice) => this.#row(choice));
    if (!label) return rows;
    return h("div", { role: "group", "aria-label": label }, h("div", { class: "listbox-label", "aria-hidden": "true" }, label), rows);
  }

  #row(choice) {
    const chosen = !this.multi && choice.id === this.chosen[0]?.id;
    return h("div", { role: "option", id: freshId("option"), "aria-selected": String(chosen), class: "option" },
      choice.person ? avatar(choice.person, 20) : null,
      h("span", { class: "option-text" }, choice.label, choice.hint ? h("span", { class: "option-hint" }, choice.hint) : null),
      chosen ? icon("check", 16) : null);
  }

  #appear() {
    this.input.setAttribute("aria-expanded", "true");
    showPopover(this.list, this.box, { sameWidth: true });
  }

  #mark(index) {
    const nodes = [...this.list.querySelectorAll("[role=option]")];
    nodes[this.active]?.classList.remove("option-active");
    this.active = (index + nodes.length) % nodes.length;
    const node = nodes[this.active];
    node?.classList.add("option-active");
    node?.scrollIntoView({ block: "nearest" });
    if (node) this.input.setAttribute("aria-activedescendant", node.id);
  }

  #key(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.open && this.rows?.length) this.#mark(this.active + (key === "ArrowDown" ? 1 : -1));
      else this.show();
    } else if (key === "Enter" && this.open) {
      event.preventDefault();
      event.stopPropagation();
      if (this.rows?.[this.active]) this.choose(this.rows[this.active]);
    } else if (key === "Escape" && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (key === "Backspace" && this.multi && !this.input.value && this.chosen.length) this.#settle(this.chosen.slice(0, -1));
    else if (key === "Enter") {
      event.preventDefault();
      this.show();
    }
  }

  async choose(choice) {
    const most = this.multi ? this.element.max_selected_items ?? Infinity : 1;
    if (this.multi && this.chosen.length >= most) return;
    const confirm = this.element.confirm;
    if (confirm && !(await confirmed(confirm, this.surface.setting))) return;
    await this.#settle(this.multi ? [...this.chosen, choice] : [choice]);
  }

  async #settle(chosen) {
    this.chosen = chosen;
    this.close();
    this.#showChosen();
    this.input.focus();
    entered(this.surface, this.block, this.element, valueOf(chosen, this.element, this.source));
  }

  close() {
    this.open = false;
    this.active = -1;
    hidePopover(this.list);
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.#showText();
  }
}

export function select(block, element, surface, field) {
  return new Select(block, element, surface, field).root;
}
