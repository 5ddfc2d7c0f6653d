// Modals: one dialog that shows the top of the stack, and shows that there is something beneath.
import { clearError, showErrors } from "./blocks/basic.js";
import { renderBlocks } from "./blocks/index.js";
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { closeMenu } from "./menu.js";
import { plainText } from "./mrkdwn.js";
import { store } from "./state.js";
import { createSurface } from "./surface.js";
import { mistakesIn } from "./validate.js";

class Modal {
  #view = null;
  #surface = null;
  #opener = null;
  #busy = false;
  #bodies = new Map();
  #buttonsDrawn = "";

  constructor() {
    this.dialog = h("dialog", { class: "dialog modal", "aria-labelledby": "modal-title" });
    document.body.append(this.dialog);
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    store.on("world", () => this.#show(store.world.modals));
  }

  #show(stack) {
    const view = stack.at(-1) ?? null;
    if (!view) {
      this.#close();
      return;
    }
    this.dialog.dataset.depth = stack.length;
    const another = view.id !== this.#view?.id;
    const changed = another || view.hash !== this.#view.hash;
    this.#forgetClosed(stack);
    if (changed) this.#draw(view, another);
    if (view.errors && Object.keys(view.errors).length && changed) showErrors(this.body, view.errors);
    if (!this.dialog.open) {
      this.#opener = document.activeElement;
      this.dialog.showModal();
    }
    // What had the focus may be gone from a view that was replaced.
    if (another || (changed && !this.dialog.contains(document.activeElement))) this.#focusFirst();
  }

  // The view underneath keeps its nodes, so that going back finds everything as it was left.
  #forgetClosed(stack) {
    const open = new Set(stack.map((view) => view.id));
    for (const id of this.#bodies.keys()) if (!open.has(id)) this.#bodies.delete(id);
  }

  #draw(view, another) {
    this.#view = view;
    if (!this.#bodies.has(view.id)) this.#bodies.set(view.id, h("div", { class: "blocks" }));
    this.body = this.#bodies.get(view.id);
    this.#surface = createSurface({ kind: "modal", view_id: view.id }, view.blocks, view.state?.values);
    this.#surface.onEntered = (block) => clearError(this.body, block.block_id);
    if (another) this.#frame();
    fill(this.title, plainText(view.title));
    this.#drawFoot(view, another);
    renderBlocks(this.body, view.blocks, this.#surface);
    // In another view, also a button that looks the same is pressed for the first time.
    for (const node of this.body.querySelectorAll("[aria-busy]")) node.removeAttribute("aria-busy");
  }

  #frame() {
    this.title = h("h2", { id: "modal-title" });
    this.notice = h("div", { class: "modal-notice", role: "alert" });
    this.foot = h("div", { class: "dialog-foot" });
    fill(this.dialog, h("form", { class: "dialog-form", novalidate: true, onsubmit: (event) => this.#submit(event) },
      h("div", { class: "dialog-head" }, avatar(store.world.app, 28), this.title,
        h("button", { type: "button", class: "icon-button", "aria-label": "Close everything", onclick: () => this.#leave("close", { all: true }) }, icon("close"))),
      h("div", { class: "dialog-body" }, this.notice, this.body), this.foot));
  }

  // Buttons that say the same stay: somebody may be about to press one.
  #drawFoot(view, another) {
    const drawn = JSON.stringify([view.close, view.submit, view.submit_disabled]);
    this.#setBusy(false);
    if (!another && drawn === this.#buttonsDrawn) return;
    this.#buttonsDrawn = drawn;
    const focused = this.foot.contains(document.activeElement) ? document.activeElement : null;
    fill(this.foot, this.#buttons(view));
    if (focused) this.foot.querySelector(focused.type === "submit" ? "[type=submit]" : "[type=button]")?.focus();
  }

  #buttons(view) {
    const close = h("button", { type: "button", class: "button", onclick: () => this.#leave("close") }, plainText(view.close) || (view.submit ? "Cancel" : "Close"));
    if (!view.submit) return [close];
    return [close, h("button", { type: "submit", class: "button button-primary", disabled: view.submit_disabled }, h("span", { class: "button-text" }, plainText(view.submit)))];
  }

  #focusFirst() {
    const wanted = this.body.querySelector("[data-autofocus]") ?? this.body.querySelector("input, textarea, select") ?? this.foot.querySelector(".button-primary") ?? this.foot.querySelector("button");
    wanted?.focus();
  }

  #key(event) {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      this.#leave("close");
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.dialog.querySelector("form").requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy || !this.#view.submit) return;
    const { blocks, id } = this.#view;
    const values = this.#surface.form.values(blocks);
    if (showErrors(this.body, mistakesIn(blocks, values))) return;
    this.#setBusy(true);
    fill(this.notice);
    const answer = await store.act("submit", { view_id: id, values });
    if (this.#view?.id !== id) return;
    this.#setBusy(false);
    if (answer.errors) showErrors(this.body, answer.errors);
    if (answer.trouble) fill(this.notice, icon("warn", 16), answer.trouble);
  }

  #setBusy(busy) {
    this.#busy = busy;
    const button = this.foot.querySelector(".button-primary");
    if (busy) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }

  async #leave(what, details = {}) {
    if (this.#busy || !this.#view) return;
    closeMenu();
    const { id } = this.#view;
    this.#busy = true;
    await store.act(what, { view_id: id, ...details });
    if (this.#view?.id === id) this.#busy = false;
  }

  #close() {
    this.#view = null;
    this.#busy = false;
    this.#bodies.clear();
    if (!this.dialog.open) return;
    this.dialog.close();
    this.dialog.replaceChildren();
    if (this.#opener?.isConnected) this.#opener.focus();
    else document.querySelector('[data-composer="main"]')?.focus();
  }
}

export function startModals() {
  return new Modal();
}
