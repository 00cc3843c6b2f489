/* The calculator's result as elements: the same that site_templates/partials/cost.html makes. Text is only ever text. */
(function (Atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  /** Attributes and children onto an element; a child that is a string becomes text, one that is falsy is left out. */
  function filled(made, attributes, children) {
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...children.flat(Infinity).filter(Boolean));
    return made;
  }

  /** An element: `div.a.b` gives the classes too. */
  function el(tag, attributes = {}, ...children) {
    const [name, ...classes] = tag.split(".");
    const made = document.createElement(name);
    if (classes.length) made.className = classes.join(" ");
    return filled(made, attributes, children);
  }
  const svg = (name, attributes = {}, ...children) => filled(document.createElementNS(SVG, name), attributes, children);

  const byId = (id) => /** @type {any} */ (document.getElementById(id));
  const root = "../";

  /** The source's words with their place, each linked to its source. */
  const cites = (entries) =>
    entries.length > 0 &&
    el("ul.cites.flat", {}, entries.map(([phrase, locator, title, href]) =>
      el("li", {}, el("q", {}, phrase), " ", el("b", {}, locator), " ", el("a", { href: root + href }, title)),
    ));

  const notes = (items) =>
    el("ul.notes.flat", {}, items.map(([level, text, entries]) => el(`li.note.note--${level}`, {}, el("p", {}, text), cites(entries))));

  const figures = (items, name) =>
    el(`dl.figs.figs--${name}`, {}, items.map((item) =>
      el(`div.fig.fig--${item.key}`, {},
        el("dt", {}, item.label),
        el("dd.fig__value", {}, el("data", { value: item.value }, item.text)),
        el("dd.fig__hint", {}, item.hint),
        el("dd", {}, el("details.proof.proof--small", { "data-key": item.key },
          el("summary", {}, el("span.proof__hint", {}, "怎么算的")),
          el("div.proof__body", {}, item.how.map((line) => el("p", {}, line)), cites(item.evidence)))))));

  /** A table of texts; the first of each row names it. */
  const sheet = (caption, head, rows) =>
    el("table.sheet.sheet--money", {}, el("caption.hidden-words", {}, caption),
      el("thead", {}, el("tr", {}, head.map((title) => el("th", { scope: "col" }, title)))),
      el("tbody", {}, rows.map(([name, ...texts]) =>
        el("tr", {}, el("th", { scope: "row" }, name), texts.map((text) => el("td.number", {}, text))))));

  /** Make one node what another is, touching only what differs: what was opened stays open, and the browser lays out less. */
  function patch(old, made) {
    if (old.nodeName !== made.nodeName) return old.replaceWith(made);
    if (!made.attributes) return old.data === made.data || (old.data = made.data);
    for (const { name, value } of made.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    return patchAll(old, [...made.childNodes]);
  }

  function patchAll(target, made) {
    const old = [...target.childNodes];
    made.forEach((node, k) => (old[k] ? patch(old[k], node) : target.append(node)));
    for (const node of old.slice(made.length)) node.remove();
  }

  /** Fill an element with nodes. */
  const fill = (target, ...children) => patchAll(target, children.flat(Infinity).filter(Boolean));

  /** Fill an element with a table of texts; in one that holds a table of as many rows and columns only texts change. */
  function tabulate(target, caption, head, rows) {
    const lines = [...target.querySelectorAll(":scope > table > tbody > tr")];
    if (lines.length !== rows.length || lines.some((line, k) => line.childElementCount !== rows[k].length)) {
      return fill(target, sheet(caption, head, rows));
    }
    lines.forEach((line, k) => {
      let cell = line.firstElementChild;
      for (const text of rows[k]) {
        if (cell.textContent !== text) cell.textContent = text;
        cell = cell.nextElementSibling;
      }
    });
  }

  Atlas.costDom = Object.freeze({ el, svg, byId, root, cites, notes, figures, sheet, tabulate, fill });
})((globalThis.Atlas = globalThis.Atlas || {}));
