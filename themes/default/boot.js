// Runs before anything is shown, so that no page flashes in the wrong colours. Keeps the switch of
// colours too, which goes from those of the device to light, to dark, and back.
// @ts-check
(() => {
  const KEY = "theme";
  /** @type {Record<string, [string, string]>} what is kept → its name, what comes next */
  const CHOICES = {
    "": ["as on your device", "light"],
    light: ["light", "dark"],
    dark: ["dark", ""],
  };
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  let kept = ""; // for a browser that keeps nothing

  root.dataset.scripts = "on"; // for what only works with them

  function chosen() {
    try {
      kept = localStorage.getItem(KEY) ?? "";
    } catch {
      // it follows the device, and on this page the switch
    }
    return Object.hasOwn(CHOICES, kept) ? kept : "";
  }

  /** @param {string} theme */
  function choose(theme) {
    kept = theme;
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      // as above
    }
    show(theme);
  }

  function show(theme = chosen()) {
    const isDark = theme ? theme === "dark" : night.matches;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    root.classList.toggle("theme-dark", isDark); // the names that snippets of the app know
    root.classList.toggle("theme-light", !isDark);
    for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (
      document.querySelectorAll("meta[name=theme-color]")
    )) {
      const { scheme } = meta.dataset;
      meta.media = theme ? (scheme === theme ? "all" : "not all") : `(prefers-color-scheme: ${scheme})`;
    }
    call(theme);
    document.dispatchEvent(new Event("garden:theme")); // what is drawn by scripts follows
  }

  /** Say on the switch which colours are on. @param {string} theme */
  function call(theme) {
    const label = `Colours: ${CHOICES[theme][0]}`;
    for (const button of document.querySelectorAll(".theme-switch")) {
      button.setAttribute("aria-label", label);
      button.setAttribute("title", label);
    }
  }

  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".theme-switch")) choose(CHOICES[chosen()][1]);
  });
  document.addEventListener("DOMContentLoaded", () => call(chosen()));
  document.addEventListener("garden:renewed", () => show());
  night.addEventListener("change", () => show());
  addEventListener("storage", ({ key }) => key === KEY && show()); // chosen in another tab
  addEventListener("pageshow", ({ persisted }) => persisted && show());
  show();
})();
