// Runs before the first paint, so that a chosen theme never flashes through the other one.
try {
  const chosen = localStorage.getItem("sandbox.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be refused; the system's preference then decides.
}
