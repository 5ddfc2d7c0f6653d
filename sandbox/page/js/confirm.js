// "Are you sure?", as an app words it. Escape and a click outside mean no.
import { freshId, h } from "./dom.js";
import { plainText, textObject } from "./mrkdwn.js";

export function confirmed(confirm, setting) {
  return new Promise((resolve) => {
    const titleId = freshId("confirm");
    const answer = (yes) => () => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    const style = confirm.style === "danger" ? "button-danger" : "button-primary";
    const dialog = h("dialog", { class: "dialog dialog-small", role: "alertdialog", "aria-labelledby": titleId },
      h("div", { class: "dialog-head" }, h("h2", { id: titleId }, plainText(confirm.title))),
      h("div", { class: "dialog-body" }, textObject(confirm.text, setting)),
      h("div", { class: "dialog-foot" },
        h("button", { type: "button", class: "button", onclick: answer(false) }, plainText(confirm.deny) || "Cancel"),
        h("button", { type: "button", class: `button ${style}`, autofocus: true, onclick: answer(true) }, plainText(confirm.confirm) || "Yes")));
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      answer(false)();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
