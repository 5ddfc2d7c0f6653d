// Boxes that float above everything, open dialogs included.

const GAP = 4;
const MARGIN = 8;

function place(node, anchor, { sameWidth, alignEnd, most = 320 }) {
  const box = anchor.getBoundingClientRect();
  if (sameWidth) node.style.minWidth = `${box.width}px`;
  const below = innerHeight - box.bottom - GAP - MARGIN;
  const above = box.top - GAP - MARGIN;
  const wanted = Math.min(node.scrollHeight + 2, most);
  const goesDown = below >= wanted || below >= above;
  const height = Math.min(wanted, goesDown ? below : above);
  node.style.maxHeight = `${Math.max(height, 64)}px`;
  node.style.top = `${goesDown ? box.bottom + GAP : box.top - GAP - Math.max(height, 64)}px`;
  const left = alignEnd ? box.right - node.offsetWidth : box.left;
  node.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - node.offsetWidth - MARGIN))}px`;
}

export function showPopover(node, anchor, options = {}) {
  if (!node.isConnected) return;
  if (!node.matches(":popover-open")) node.showPopover();
  node.style.maxHeight = "";
  place(node, anchor, options);
}

export function hidePopover(node) {
  if (node.isConnected && node.matches(":popover-open")) node.hidePopover();
}
