// Which module draws which block.
import { h, keyed } from "../dom.js";
import { alert, card, carousel, container, plan, taskCard } from "./cards.js";
import { chart } from "./chart.js";
import { actions, context, contextActions, divider, header, input, markdownBlock, section } from "./basic.js";
import { file, image, video } from "./media.js";
import { richText } from "./rich_text.js";
import { dataTable, table } from "./table.js";

const DRAWERS = {
  section, header, divider, context, actions, input, image, video, file, markdown: markdownBlock, rich_text: richText, table,
  data_table: dataTable, data_visualization: chart, container, card, carousel, alert, context_actions: contextActions, plan, task_card: taskCard,
};

function unknown(block) {
  return h("p", { class: "not-drawn" }, `The sandbox does not draw a “${block.type}” block.`);
}

function renderBlock(block, surface) {
  const drawn = (DRAWERS[block.type] ?? unknown)(block, surface, renderBlock);
  drawn.classList.add("block", `block-${block.type}`);
  if (block.block_id) drawn.dataset.block = block.block_id;
  return drawn;
}

/** Draws the blocks into `holder`; a block that did not change keeps its node, and with it what is typed there. */
export function renderBlocks(holder, blocks, surface) {
  const entries = blocks.map((block, index) => ({ block, name: `${block.block_id ?? index}/${block.type}` }));
  keyed(holder, entries, {
    key: (entry) => entry.name,
    signature: (entry) => JSON.stringify(entry.block),
    render: (entry) => renderBlock(entry.block, surface),
  });
}
