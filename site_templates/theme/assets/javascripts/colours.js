// The light and the dark look: a press changes and keeps it; until one was chosen, the look follows the reader's system.
(() => {
  "use strict";

  const [body, head] = [document.body, document.querySelector(".md-header")];
  const buttons = [...document.querySelectorAll("[data-look]")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const bar = document.createElement("meta");
  bar.name = "theme-color";
  document.head.append(bar);

  /** The frame of a phone's browser takes the colour of the page's head, once that is known anyway. */
  function tellBrowser() {
    requestAnimationFrame(() => { bar.content = getComputedStyle(head).backgroundColor; });
  }

  /** Changes the look at once, not by degrees. */
  function show(look) {
    body.setAttribute("data-md-color-switching", "");
    body.setAttribute("data-md-color-scheme", look);
    document.documentElement.style.colorScheme = look === "slate" ? "dark" : "light";
    for (const button of buttons) button.hidden = button.dataset.in !== look;
    void getComputedStyle(head).color;
    body.removeAttribute("data-md-color-switching");
    tellBrowser();
  }

  /** Whether a reader has chosen; a browser that keeps nothing says no. */
  function chosen() {
    try {
      return ["default", "slate"].includes(__md_get("__look"));
    } catch {
      return false;
    }
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const focused = document.activeElement === button;
      show(button.dataset.look);
      try {
        __md_set("__look", button.dataset.look);
      } catch { /* The look holds for this page. */ }
      if (focused) buttons.find((other) => !other.hidden).focus();
    });
  }
  dark.addEventListener("change", () => {
    if (!chosen()) show(dark.matches ? "slate" : "default");
  });
  tellBrowser();
})();
