// Pictures work without a script; with it one stop of the Tab key leads into a picture, arrow keys go from point to
// point, a point's words stay until another is pointed at or Escape is pressed, and a picture can be taken away.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-family", "font-weight", "paint-order", "text-decoration"];
  const GAP = 24;

  let told = null;

  function tell(point) {
    if (told === point) return;
    if (told) told.parentNode.classList.remove("spot--told");
    told = point;
    if (point) point.parentNode.classList.add("spot--told");
  }

  /** Whether a pointer is over the words that are shown: what lies under them is not meant. */
  function overWords({ clientX, clientY }) {
    if (!told) return false;
    const box = told.parentNode.querySelector(".tip__box").getBoundingClientRect();
    return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
  }

  for (const plot of document.querySelectorAll(".plot > svg")) {
    const points = [...plot.querySelectorAll("a.pt")];
    points.forEach((point, number) => point.setAttribute("tabindex", number ? "-1" : "0"));
    let touched = null;

    plot.addEventListener("pointerover", (event) => {
      const point = event.target.closest("a.pt");
      if (point && event.pointerType !== "touch" && !overWords(event)) tell(point);
    });
    plot.parentElement.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch" && !points.includes(document.activeElement)) tell(null);
    });
    plot.addEventListener("focusin", (event) => tell(event.target.closest("a.pt")));
    plot.addEventListener("focusout", () => tell(null));
    // A first tap shows the words, a second one follows the link.
    plot.addEventListener("pointerdown", (event) => {
      const point = event.target.closest("a.pt");
      touched = event.pointerType === "touch" && point !== told ? point : null;
    });
    plot.addEventListener("click", (event) => {
      if (!touched || event.target.closest("a.pt") !== touched) return;
      event.preventDefault();
      tell(touched);
    });
    plot.addEventListener("keydown", (event) => {
      const here = points.indexOf(document.activeElement);
      const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: points.length - 1 }[event.key];
      if (here < 0 || to === undefined) return;
      event.preventDefault();
      const next = points[Math.min(Math.max(to, 0), points.length - 1)];
      points[here].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell(null);
  });

  /** A copy that stands alone: the looks of each element written beside it, no links, no words of points. */
  function copied(source) {
    const copy = document.createElementNS(SVG, source.tagName === "a" ? "g" : source.tagName);
    for (const { name, value } of source.attributes) {
      if (!["class", "href", "tabindex", "role", "aria-label", "aria-hidden"].includes(name)) copy.setAttribute(name, value);
    }
    const looks = getComputedStyle(source);
    if (looks.display === "none") return null;
    if (/^(rect|circle|line|path|text|tspan)$/.test(source.tagName)) {
      for (const name of LOOKS) {
        const value = looks.getPropertyValue(name);
        // A pattern stands as an attribute already.
        if (value && value !== "none" && !(name === "fill" && source.hasAttribute("fill"))) copy.setAttribute(name, value);
        else if (name === "fill" && value === "none") copy.setAttribute(name, "none");
      }
    }
    for (const child of source.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) copy.append(child.data);
      else if (child.nodeType === Node.ELEMENT_NODE && child.tagName !== "foreignObject") {
        const inner = copied(child);
        if (inner) copy.append(inner);
      }
    }
    return copy;
  }

  function made(tag, attributes, ...content) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    return element;
  }

  /** All plots of a section under one another, each with its words, as the text of one SVG file. */
  function whole(section) {
    const plots = [...section.querySelectorAll(".plot > svg")].filter((plot) => plot.getClientRects().length);
    const width = Math.ceil(Math.max(...plots.map((plot) => plot.getBoundingClientRect().width)));
    const { color, backgroundColor } = getComputedStyle(document.body);
    const root = made("svg", {}, made("rect", { width: "100%", height: "100%", fill: backgroundColor }));
    let y = GAP;

    function say(text, size = 12) {
      const letters = Math.floor((width + 2 * GAP) / size);
      const plain = text.replace(/\s+/g, " ").trim();
      for (let start = 0; start < plain.length; start += letters) {
        y += size + 6;
        root.append(made("text", { x: GAP, y, "font-size": size, "font-family": "sans-serif", fill: color }, plain.slice(start, start + letters)));
      }
    }

    const defs = document.querySelector(".defs defs");
    if (defs) root.append(copied(defs));
    say(document.querySelector("h1").textContent, 18);
    const legends = section.querySelector(".legends") || document.querySelector(".legends");
    for (const item of legends ? legends.children : []) {
      const key = copied(item.querySelector("svg"));
      y += 20;
      for (const [name, value] of Object.entries({ x: GAP, y: y - 12, overflow: "visible" })) key.setAttribute(name, value);
      root.append(key, made("text", { x: GAP + 34, y, "font-size": 11, "font-family": "sans-serif", fill: color }, item.textContent.trim()));
    }
    const said = new Set();
    for (const plot of plots) {
      const row = plot.closest(".panel, .bars__row, .times");
      y += 10;
      if (row && !said.has(row)) {
        const name = row.querySelector("figcaption, .bars__name, h2");
        if (name) say(name.textContent);
        said.add(row);
      }
      const stage = plot.parentElement.previousElementSibling;
      if (stage && stage.matches(".bars__stage")) say(stage.textContent);
      const copy = copied(plot);
      const height = Number(plot.getAttribute("height"));
      for (const [name, value] of Object.entries({ x: 2 * GAP, y: y + 8, width, height, overflow: "visible" })) copy.setAttribute(name, value);
      root.append(copy);
      y += height + 8;
    }
    y += 10;
    say(document.title.split(" - ").at(-1), 11);
    root.setAttribute("width", width + 4 * GAP);
    root.setAttribute("height", y + GAP);
    return new XMLSerializer().serializeToString(root);
  }

  for (const section of document.querySelectorAll(".picture")) {
    if (!section.querySelector(".plot > svg")) continue;
    const acts = document.createElement("p");
    const take = document.createElement("button");
    acts.className = "picture__acts";
    take.type = "button";
    take.className = "picture__take";
    take.textContent = "下载图片（SVG）";
    take.addEventListener("click", () => {
      const heading = section.querySelector("h2");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([whole(section)], { type: "image/svg+xml" }));
      link.download = `${document.querySelector("h1").textContent.trim()}${section.matches("section") && heading ? `-${heading.textContent.trim()}` : ""}.svg`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
    acts.append(take);
    section.append(acts);
  }
})();
