// A place that blocks are drawn in, and what happens when somebody uses what is drawn there.
import { formOf } from "./form.js";
import { store } from "./state.js";

const nameOf = (where) => [where.kind, where.channel, where.ts, where.view_id].filter(Boolean).join("/");

export function createSurface(where, blocks, known) {
  const name = `${store.me}/${nameOf(where)}`;
  const form = formOf(name);
  form.remember(known);
  return {
    where,
    form,
    name,
    get setting() {
      return store.setting;
    },
    /** A button was pressed, or a menu outside a form was used: the app hears of it at once. */
    async act(block, action) {
      return store.act("press", { where, block_id: block.block_id, action_id: action.action_id, action, values: form.values(blocks) });
    },
  };
}

/** Keeps what was entered, and tells the app when the block is one that tells. */
export async function entered(surface, block, element, value, { quiet = false } = {}) {
  surface.form.enter(block.block_id, element.action_id, { type: element.type, ...value });
  surface.onEntered?.(block);
  const tells = block.type !== "input" || block.dispatch_action;
  if (tells && !quiet) await surface.act(block, { type: element.type, action_id: element.action_id, block_id: block.block_id, ...value });
}
