// Says new messages of the open conversation aloud, for those who do not see them arrive.
import { h } from "./dom.js";
import { authorOf } from "./message.js";
import { spoken } from "./mrkdwn.js";
import { store } from "./state.js";

const MOST_KEPT = 20;

export function startAnnouncer(region) {
  store.on("messages", ({ fresh }) => {
    for (const message of fresh.filter((each) => each.user !== store.me).slice(-3)) {
      const only = message.ephemeral ? ", only visible to you" : "";
      region.append(h("p", {}, `${authorOf(message).name}${only}: ${spoken(message.text, store.setting)}`));
    }
    while (region.childElementCount > MOST_KEPT) region.firstElementChild.remove();
  });
}
