// What a page does beyond HTML: opens the evidence a link points to, closes it again, works header buttons by keyboard,
// and unfolds everything for paper.
(() => {
  "use strict";

  // Buttons stand in for the theme's labels, which a keyboard cannot reach.
  for (const button of document.querySelectorAll("[data-toggles]")) {
    const toggle = document.getElementById(button.dataset.toggles);
    if (!toggle) continue;
    const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
    button.addEventListener("click", () => toggle.click());
    toggle.addEventListener("change", tell);
    tell();
  }

  /** An address part decoded; one that cannot be decoded names nothing. */
  function named(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  const CLOSED = "details:not([open])";

  // A link into what is folded unfolds it, and a link to a provision means its evidence too.
  function openTarget() {
    const target = document.getElementById(named(location.hash.slice(1)));
    if (!target) return;
    if (target.closest(CLOSED)) {
      for (let fold = target.closest(CLOSED); fold; fold = fold.closest(CLOSED)) fold.open = true;
      target.scrollIntoView({block: target.matches(".report__text") ? "center" : "start"});
    }
    if (target.matches("h1, h2, h3, article")) return;
    const cases = target.matches(".case") ? [target] : target.querySelectorAll(".case");
    if (cases.length === 1) {
      const proof = cases[0].querySelector("details.proof");
      if (proof) proof.open = true;
    }
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();

  // Nothing can be unfolded on paper: everything is open while a page is printed.
  let folded = [];
  matchMedia("print").addEventListener("change", ({matches}) => {
    if (matches) folded = [...document.querySelectorAll(`.atlas ${CLOSED}`)];
    for (const fold of folded) fold.open = matches;
  });

  // Escape closes the evidence that has the focus and gives the focus back to its words.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const proof = document.activeElement && document.activeElement.closest("details.proof[open]");
    if (!proof) return;
    proof.open = false;
    proof.querySelector("summary").focus();
  });
})();
