// The search of the site: plain substrings, so that every word in mid-sentence is found, ranked by what they hit.
// The index is loaded as scripts when the box is first used, so that it also works from a folder.
(() => {
  "use strict";

  const box = document.querySelector("[data-atlas-search]");
  const toggle = document.getElementById("__search");
  if (!box || !toggle) return;

  const form = box.querySelector("form");
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  const root = box.dataset.root === "." ? "" : box.dataset.root + "/";

  // --- loading ---

  const PROGRAM = ["text", "data", "query", "rank", "plan"].map((name) => `assets/javascripts/search_${name}.js`);
  const FEW = 3;
  const loading = new Map();

  function load(path) {
    if (!loading.has(path)) {
      loading.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = root + path;
        // Several may be on their way; they run in the order in which they were asked for.
        script.async = false;
        script.onload = resolve;
        script.onerror = () => {
          loading.delete(path);
          script.remove();
          reject(new Error(path));
        };
        document.head.append(script);
      }));
    }
    return loading.get(path);
  }

  let ready = null;

  function start() {
    ready ??= Promise.all([...PROGRAM, "search/index.js"].map(load))
      .then(() => Atlas.search.planner(Atlas.search.core(Atlas.searchData.index), load));
    ready.catch(() => (ready = null));
    return ready;
  }

  // --- the query ---

  const ASK = "输入地区、参数、数字或原文里的词，拼音首字母也可以";
  let turn = 0;

  async function search() {
    const query = input.value;
    const mine = (turn += 1);
    if (!query.trim()) return show([], [], ASK);
    try {
      const answer = await (await start()).answer(query, () => mine !== turn);
      if (!answer || mine !== turn) return undefined;
      const {terms, matched, found, complete} = answer;
      if (!found) return show([], [], ASK);
      if (found.count >= FEW || (found.count && terms.length < 3)) return show(found.hits, terms, counted(found.count, complete) + taken(terms));
      const near = Atlas.search.relaxed(matched);
      if (found.count) return show(...beside(found.hits, near, terms));
      if (!near.count) return show([], [], "没有找到；换一个说法，或少写一个词");
      const left = terms.filter((term) => !near.terms.includes(term)).map((term) => term.text).join("、");
      return show(near.hits, near.terms, `没有找到全部符合的；略去“${left}”，有${near.count}处${taken(near.terms)}`);
    } catch {
      return mine === turn ? show([], [], "索引没有读到，请重新打开这一页") : undefined;
    }
  }

  function counted(number, complete) {
    const found = `找到${number}处${complete ? "" : "以上"}`;
    return number > Atlas.search.SHOWN ? `${found}，列出前${Atlas.search.SHOWN}处` : found;
  }

  // Few hits, and behind them what is near: the places and parameters of the query without one of its words.
  function beside(hits, near, terms) {
    const known = new Set(hits.map((hit) => hit.href));
    const more = near.hits.filter((hit) => !known.has(hit.href));
    const words = `找到${hits.length}处${more.length ? `，后面是相近的` : ""}`;
    return [[...hits, ...more], terms, words + taken(terms)];
  }

  // Which word was taken for which others.
  function taken(terms) {
    return terms.filter((term) => term.read).map((term) => `；“${term.text}”也按“${term.read}”查`).join("");
  }

  // --- showing ---

  function show(hits, terms, words) {
    status.textContent = words;
    // The query that the list answers: what is typed may be ahead of it.
    box.dataset.answered = input.value;
    list.replaceChildren(...hits.map((hit) => item(hit, terms)));
    return undefined;
  }

  function item(hit, terms) {
    const link = element("a", "hit");
    link.href = root + hit.href;
    const title = element("span", "hit__title");
    const kind = element("span", "hit__kind");
    kind.textContent = hit.kind;
    title.append(kind, ...marked(hit.title, terms));
    link.append(title);
    if (hit.text) {
      const text = element("span", "hit__text");
      text.append(...marked(hit.text, terms));
      link.append(text);
    }
    link.addEventListener("click", close);
    const entry = element("li", "md-search-result__item");
    entry.append(link);
    return entry;
  }

  function element(name, className) {
    const made = document.createElement(name);
    made.className = className;
    return made;
  }

  // The text with the terms marked, as nodes: nothing is ever parsed as HTML.
  function marked(text, terms) {
    const nodes = [];
    let at = 0;
    for (const [start, end] of Atlas.search.places(text, terms)) {
      if (start > at) nodes.push(text.slice(at, start));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      nodes.push(mark);
      at = end;
    }
    nodes.push(text.slice(at));
    return nodes;
  }

  // --- keyboard and focus, as in the theme ---

  function setOpen(open) {
    if (toggle.checked !== open) toggle.click();
  }

  function close() {
    setOpen(false);
    input.blur();
  }

  toggle.addEventListener("change", () => {
    if (toggle.checked && document.activeElement !== input) input.focus();
  });
  input.addEventListener("focus", () => {
    setOpen(true);
    start().catch(() => undefined);
  });
  // While an input method is still composing, its letters are no query.
  input.addEventListener("input", (event) => event.isComposing || search());
  input.addEventListener("compositionend", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first) first.click();
  });
  form.addEventListener("reset", () => {
    turn += 1;
    show([], [], ASK);
    input.focus();
  });
  box.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
    } else if (event.key === "ArrowDown" && links.length) {
      links[(at + 1) % links.length].focus();
    } else if (event.key === "ArrowUp" && links.length) {
      if (at <= 0) input.focus();
      else links[at - 1].focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("keydown", (event) => {
    const typing = document.activeElement && document.activeElement.matches("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" || event.key === "s" || event.key === "f") {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  document.addEventListener("focusin", (event) => {
    if (toggle.checked && !box.contains(event.target) && event.target !== toggle) setOpen(false);
  });
})();
