// The frame around a page: it shows where the reader is, and its drawer and search close when they have led somewhere.
(() => {
  "use strict";

  const [head, tabs, title, heading] = [".md-header", ".md-tabs", ".md-header__title", ".md-content h1"].map((one) => document.querySelector(one));
  const [drawer, search] = ["__drawer", "__search"].map((id) => document.getElementById(id));

  // --- where the reader is ---

  /** Of every list of contents its links with the headings they lead to, in order. */
  const contents = [...document.querySelectorAll("[data-md-component=toc]")].map((list) =>
    [...list.querySelectorAll("a[href^='#']")]
      .map((link) => ({link, target: document.getElementById(decodeURIComponent(link.hash.slice(1)))}))
      .filter(({target}) => target));

  const isAbove = (element, line) => element.getClientRects().length > 0 && element.getBoundingClientRect().top < line;

  /** Called when the page has been laid out, so that measuring costs nothing. */
  function follow() {
    const height = head.offsetHeight;
    head.classList.toggle("md-header--shadow", (tabs?.getBoundingClientRect().bottom ?? 0) <= height);
    if (heading) title.classList.toggle("md-header__title--active", heading.getBoundingClientRect().bottom <= height);
    // A heading that a link has led to stands a little under the head; the last ones of a page may not get there.
    const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    for (const list of contents) {
      const read = atEnd ? list : list.filter(({target}) => isAbove(target, 1.5 * height));
      for (const entry of list) {
        entry.link.classList.toggle("md-nav__link--passed", read.includes(entry));
        entry.link.classList.toggle("md-nav__link--active", entry === read.at(-1));
      }
    }
  }

  let expected = 0;
  addEventListener("scroll", () => {
    expected ||= requestAnimationFrame(() => {
      expected = 0;
      follow();
    });
  }, {passive: true});
  new ResizeObserver(follow).observe(document.body);

  // --- the drawer and the search ---

  function close(toggle) {
    if (toggle.checked) toggle.click();
  }
  addEventListener("hashchange", () => [drawer, search].forEach(close));

  // On a phone the search lies over the page, which stays where it was.
  const narrow = matchMedia("(max-width: 59.99em)");
  search.addEventListener("change", () => {
    document.documentElement.style.overflowY = search.checked && narrow.matches ? "hidden" : "";
  });

  // Groups of the drawer open by their labels, which a keyboard reaches but would not work.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(drawer);
    if (!["Enter", " "].includes(event.key) || !event.target.matches("label[tabindex]")) return;
    event.preventDefault();
    event.target.click();
  });
  document.addEventListener("change", ({target}) => {
    if (target.matches(".md-nav__toggle")) target.parentElement.querySelector(".md-nav").setAttribute("aria-expanded", String(target.checked));
  });

  // --- words that are cut off ---

  document.addEventListener("pointerover", ({target}) => {
    const words = target.closest(".md-ellipsis");
    if (words && words.offsetWidth < words.scrollWidth) (words.closest("a") ?? words).title = words.textContent.trim();
  });
})();
