// The light and the dark look: a press changes and keeps it; until one was chosen, the look follows the reader's system.
((Atlas) => {
  "use strict";

  const {look} = Atlas;
  const head = document.querySelector(".md-header");
  const bar = document.createElement("meta");
  bar.name = "theme-color";
  document.head.append(bar);

  /** The frame of a phone's browser takes the colour of the page's head, once that is known anyway. */
  function tellBrowser() {
    requestAnimationFrame(() => { bar.content = getComputedStyle(head).backgroundColor; });
  }

  /** Changes the look at once, not by degrees. */
  function change(to) {
    document.body.setAttribute("data-md-color-switching", "");
    look.show(to);
    void getComputedStyle(head).color;
    document.body.removeAttribute("data-md-color-switching");
    tellBrowser();
  }

  for (const button of look.buttons) {
    button.addEventListener("click", () => {
      const focused = document.activeElement === button;
      change(button.dataset.look);
      try {
        __md_set("__look", button.dataset.look);
      } catch { /* The look holds for this page. */ }
      if (focused) look.buttons.find((other) => !other.hidden).focus();
    });
  }
  look.dark.addEventListener("change", () => {
    if (!look.chosen()) change();
  });
  tellBrowser();
})((globalThis.Atlas ??= {}));
