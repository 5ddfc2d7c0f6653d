// What was entered in one surface (a modal, a message, the Home tab), by block and action.

const nameOf = (blockId, actionId) => `${blockId}\u0000${actionId}`;

class Form {
  #entered = new Map();
  #started = new Map();
  #known = {};

  /** What the sandbox remembers as entered here before this page was opened. */
  remember(values) {
    this.#known = values ?? {};
  }

  /** Gives a field its first value; a field that was touched keeps what is in it, as on Slack.
   *  A presumed value is one that only the client knows, such as the conversation that is open. */
  start(blockId, actionId, value, { presumed = false } = {}) {
    const name = nameOf(blockId, actionId);
    const known = this.#known[blockId]?.[actionId];
    const first = known?.type === value.type && !presumed ? known : value;
    this.#started.set(name, first);
    return this.#entered.get(name) ?? first;
  }

  get(blockId, actionId) {
    const name = nameOf(blockId, actionId);
    return this.#entered.get(name) ?? this.#started.get(name);
  }

  enter(blockId, actionId, value) {
    this.#entered.set(nameOf(blockId, actionId), value);
  }

  /** The values of the fields that these blocks hold now: `{block_id: {action_id: …}}`. */
  values(blocks) {
    const values = {};
    for (const { block, element } of fieldsOf(blocks)) {
      const value = this.get(block.block_id, element.action_id);
      if (value) (values[block.block_id] ??= {})[element.action_id] = value;
    }
    return values;
  }
}

const elementsOf = (block) => [block.element, block.accessory, ...(block.elements ?? []), ...(block.actions ?? [])];

/** Every interactive element of these blocks, with its block. */
export function fieldsOf(blocks) {
  return blocks.flatMap((block) => [
    ...elementsOf(block).filter((element) => element?.action_id).map((element) => ({ block, element })),
    ...fieldsOf(block.child_blocks ?? []),
  ]);
}

const forms = new Map();

/** The form of a surface, kept while its drawing comes and goes. */
export function formOf(name) {
  if (!forms.has(name)) forms.set(name, new Form());
  return forms.get(name);
}
