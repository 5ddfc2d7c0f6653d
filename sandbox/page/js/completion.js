// What the composer offers while somebody types: commands after "/", people after "@", channels after "#".
import { avatar } from "./avatar.js";
import { fill, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { hidePopover, showPopover } from "./popover.js";
import { store } from "./state.js";

const MOST = 8;
const starts = (text, beginning) => text.toLowerCase().startsWith(beginning.toLowerCase());

function commandOffers(typed) {
  const found = store.world.commands.filter((entry) => starts(entry.command, typed));
  return found.map((entry) => ({
    insert: `${entry.command} `, lead: avatar(store.world.app, 28), title: entry.command, detail: entry.usage_hint, hint: entry.description,
  }));
}

function personOffers(typed) {
  const fits = (person) => starts(person.handle, typed) || person.name.split(" ").some((word) => starts(word, typed));
  return store.world.people.filter((person) => !person.deleted && fits(person)).map((person) => ({
    insert: `@${person.handle} `, lead: avatar(person, 28), title: person.name, detail: `@${person.handle}`, hint: person.title,
  }));
}

function channelOffers(typed) {
  return store.world.conversations.filter((each) => each.kind !== "im" && starts(each.name, typed)).map((each) => ({
    insert: `#${each.name} `, lead: icon(each.kind === "private" ? "lock" : "hash", 20), title: each.name, detail: "", hint: each.topic,
  }));
}

/** What is being typed before the caret, and what fits it. */
function offersFor(text, caret, { commands }) {
  const before = text.slice(0, caret);
  if (commands && /^\/\S*$/.test(before)) return { from: 0, offers: commandOffers(before) };
  const [, sign, word] = before.match(/(?:^|\s)([@#])([\w.-]*)$/) ?? [];
  if (!sign) return { from: 0, offers: [] };
  return { from: caret - word.length - 1, offers: sign === "@" ? personOffers(word) : channelOffers(word) };
}

export class Completion {
  #offers = [];
  #from = 0;
  #active = 0;
  #open = false;

  constructor(area, anchor, listId, options) {
    Object.assign(this, { area, anchor, options });
    this.list = h("div", { id: listId, class: "listbox completion", role: "listbox", "aria-label": "Suggestions", popover: "manual" });
    anchor.append(this.list);
    area.addEventListener("input", () => this.#look());
    area.addEventListener("blur", () => this.#close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row) this.#take([...this.list.children].indexOf(row));
    });
  }

  #look() {
    const { from, offers } = offersFor(this.area.value, this.area.selectionStart, this.options);
    this.#offers = offers.slice(0, MOST);
    this.#from = from;
    if (!this.#offers.length) {
      this.#close();
      return;
    }
    fill(this.list, this.#offers.map((offer) => h("div", { role: "option", id: freshId("offer"), class: "option", "aria-selected": "false" },
      offer.lead, h("span", { class: "option-text" },
        h("span", {}, h("strong", {}, offer.title), offer.detail ? h("span", { class: "option-detail" }, ` ${offer.detail}`) : null),
        offer.hint ? h("span", { class: "option-hint" }, offer.hint) : null))));
    this.#open = true;
    this.area.setAttribute("aria-expanded", "true");
    showPopover(this.list, this.anchor, { sameWidth: true, most: 460 });
    this.#mark(0);
  }

  #mark(index) {
    const rows = [...this.list.children];
    rows[this.#active]?.setAttribute("aria-selected", "false");
    rows[this.#active]?.classList.remove("option-active");
    this.#active = (index + rows.length) % rows.length;
    rows[this.#active].setAttribute("aria-selected", "true");
    rows[this.#active].classList.add("option-active");
    rows[this.#active].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", rows[this.#active].id);
  }

  #take(index) {
    const { insert } = this.#offers[index];
    this.area.setRangeText(insert, this.#from, this.area.selectionStart, "end");
    this.#close();
    this.area.dispatchEvent(new Event("input"));
    this.area.focus();
  }

  #close() {
    this.#open = false;
    hidePopover(this.list);
    this.area.setAttribute("aria-expanded", "false");
    this.area.removeAttribute("aria-activedescendant");
  }

  /** True when the key was meant for the suggestions. A command typed in full is sent, not completed again. */
  takes(event) {
    if (!this.#open) return false;
    const isWhole = this.#offers[this.#active].insert.trim() === this.area.value.slice(this.#from).trim();
    if (event.key === "Enter" && (isWhole || event.shiftKey)) {
      this.#close();
      return false;
    }
    const moves = { ArrowDown: () => this.#mark(this.#active + 1), ArrowUp: () => this.#mark(this.#active - 1), Enter: () => this.#take(this.#active), Tab: () => this.#take(this.#active), Escape: () => this.#close() };
    if (!moves[event.key]) return false;
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
    return true;
  }
}
