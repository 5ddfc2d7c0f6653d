// Light or dark: what the system prefers, until somebody chooses here.

const NAME = "sandbox.theme";
const root = document.documentElement;

export function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function toggleTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  remember(NAME, root.dataset.theme);
}

/** Storage may be refused; then nothing outlives the page, and nothing breaks. */
export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}

export function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
