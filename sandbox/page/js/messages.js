// The list of messages of a conversation or a thread: day dividers, grouping, older pages, staying at the end.
import { h, keyed, moveWithArrows } from "./dom.js";
import { renderMessage } from "./message.js";
import { store } from "./state.js";
import { ago, dateOfTs, dayKey, dayTitle } from "./time.js";

const SAME_BREATH = 5 * 60;
const NEAR_END = 80;

function continues(before, message) {
  return Boolean(before) && before.user === message.user && Boolean(before.ephemeral) === Boolean(message.ephemeral)
    && !before.reply_count && Number(message.ts) - Number(before.ts) < SAME_BREATH;
}

/** What a message is drawn with besides itself: when one of these changes it is drawn again. */
function circumstances(message) {
  const { zone, now } = store;
  return { zone, today: dayKey(now, zone), lastReply: message.latest_reply ? ago(dateOfTs(message.latest_reply), now) : null };
}

/** The rows to draw: messages, a divider before each new day, and a line where reading stopped. */
function rowsOf(messages, { dividers, lastRead, inThread }) {
  const rows = [];
  let day = null;
  let before = null;
  let newShown = false;
  for (const message of messages) {
    const date = dateOfTs(message.ts);
    const key = dayKey(date, store.zone);
    if (dividers && key !== day) {
      rows.push({ key: `day-${key}`, day: dayTitle(date, store.now, store.zone) });
      day = key;
      before = null;
    }
    if (lastRead && !newShown && Number(message.ts) > Number(lastRead) && message.user !== store.me) {
      newShown = true;
      if (rows.length > 1) rows.push({ key: "new", isNew: true });
      before = null;
    }
    rows.push({ key: message.key, message, continued: continues(before, message), inThread, ...circumstances(message) });
    before = message;
    if (inThread && rows.length === 1 && messages.length > 1) {
      rows.push({ key: "count", count: messages.length - 1 });
      before = null;
    }
  }
  return rows;
}

function drawRow(row) {
  if (row.day) return h("div", { class: "day", role: "separator" }, h("span", {}, row.day));
  if (row.count) return h("div", { class: "reply-count" }, row.count === 1 ? "1 reply" : `${row.count} replies`);
  if (row.isNew) return h("div", { class: "new-line", role: "separator" }, h("span", {}, "New"));
  return renderMessage(row.message, row);
}

export class MessageList {
  #atEnd = true;

  constructor({ label, inThread = false, onTop = null }) {
    this.inThread = inThread;
    this.rows = h("div", { class: "message-rows" });
    this.root = h("div", { class: "message-list", role: "feed", "aria-label": label, tabindex: "0" }, this.rows);
    this.root.addEventListener("scroll", () => {
      this.#atEnd = this.#gap < NEAR_END;
      if (this.root.scrollTop < 200) onTop?.();
    }, { passive: true });
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.rows);
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.root);
    this.root.addEventListener("keydown", (event) => this.#enterList(event));
    moveWithArrows(this.rows, ".message");
  }

  get #gap() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight;
  }

  #enterList(event) {
    if (event.target !== this.root || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    [...this.rows.querySelectorAll(".message")].at(-1)?.focus();
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
    this.#atEnd = true;
  }

  show(messages, { lastRead = null, empty = null, older = false } = {}) {
    const fromBottom = this.root.scrollHeight - this.root.scrollTop;
    const rows = rowsOf(messages, { dividers: !this.inThread, lastRead, inThread: this.inThread });
    const note = messages.length === 0 && empty ? [{ key: "empty", empty }] : [];
    keyed(this.rows, [...note, ...rows], { key: (row) => row.key, render: (row) => (row.empty ? h("p", { class: "empty" }, row.empty) : drawRow(row)) });
    if (this.#atEnd && !older) this.toEnd();
    else if (older) this.root.scrollTop = this.root.scrollHeight - fromBottom;
  }
}
