// The search of the site: plain substrings, so that every word in mid-sentence is found, ranked by what they hit.
// The index is loaded as scripts when the box is first used, so that it also works from a folder.
(() => {
  "use strict";

  const SHOWN = 30;
  const box = document.querySelector("[data-atlas-search]");
  const toggle = document.getElementById("__search");
  if (!box || !toggle) return;

  const form = box.querySelector("form");
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  const root = box.dataset.root === "." ? "" : box.dataset.root + "/";

  // --- loading ---

  const loading = new Map();

  function load(path) {
    if (!loading.has(path)) {
      loading.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = root + path;
        script.onload = resolve;
        script.onerror = () => reject(new Error(path));
        document.head.append(script);
      }));
    }
    return loading.get(path);
  }

  let index = null;
  const shards = new Map();

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  async function loadIndex() {
    await load("search/index.js");
    if (index) return index;
    const raw = window.atlasSearchIndex;
    index = {
      ...raw,
      parameters: raw.parameters.map(([id, label, group, aliases]) => ({
        id, label, folded: fold(label), group: fold(raw.groups[group]), aliases: aliases.map(fold),
      })),
      schemes: raw.schemes.map(([id, name, place, province, year, shard]) => ({
        id, name, place, year, shard,
        folded: fold(name), region: fold(place), short: shortName(fold(place)),
        province: fold(province), slug: id,
      })),
      pages: raw.pages.map(([path, title]) => ({path, title, folded: fold(title), short: shortName(fold(title))})),
    };
    index.words = dictionary(index);
    return index;
  }

  async function loadShard(number) {
    await load(`search/shard-${number}.js`);
    if (!shards.has(number)) {
      const raw = window[`atlasSearchShard${number}`];
      shards.set(number, {
        rows: raw.rows.map(([scheme, parameter, number_, when, text, phrases]) => ({
          scheme, parameter, number: number_, when, text,
          foldedWhen: fold(when), foldedText: fold(text), foldedPhrases: fold(phrases),
        })),
        states: raw.states,
      });
    }
    return shards.get(number);
  }

  const shortName = (place) => place.replace(/(省|市|自治区|特别行政区|地区|县|区)$/, "");

  // Words by which a query without spaces is cut: places, parameters and their other names.
  function dictionary({schemes, parameters}) {
    const words = new Set();
    for (const scheme of schemes) for (const word of [scheme.region, scheme.short, scheme.province, shortName(scheme.province)]) words.add(word);
    for (const parameter of parameters) for (const word of [parameter.folded, ...parameter.aliases]) words.add(word);
    words.delete("");
    return words;
  }

  // --- ranking ---

  function placeScore(scheme, term) {
    if (term === scheme.region || term === scheme.short) return 40;
    if (term === scheme.province || term === shortName(scheme.province)) return 15;
    if (term === scheme.year || term === scheme.year + "年") return 12;
    if (scheme.folded.includes(term)) return 20;
    return term.length > 2 && scheme.slug.startsWith(term) ? 15 : 0;
  }

  function parameterScore(parameter, term) {
    if (term === parameter.folded || parameter.aliases.includes(term)) return 40;
    if (parameter.folded.includes(term)) return 32;
    if (parameter.aliases.some((alias) => alias.includes(term))) return 26;
    return parameter.group.includes(term) ? 8 : 0;
  }

  function rowScore(row, term) {
    if (row.foldedWhen.includes(term)) return 30;
    if (row.foldedText.includes(term)) return 14;
    return row.foldedPhrases.includes(term) ? 12 : 0;
  }

  // All terms must hit; the sum of the best hit of each, or nothing.
  function total(terms, score) {
    let sum = 0;
    for (const term of terms) {
      const points = score(term);
      if (!points) return 0;
      sum += points;
    }
    return sum;
  }

  function rank(terms) {
    const {schemes, parameters, pages} = index;
    const hits = [];
    const places = schemes.map((scheme) => terms.map((term) => placeScore(scheme, term)));
    const asked = parameters.map((parameter) => terms.map((term) => parameterScore(parameter, term)));

    schemes.forEach((scheme, i) => {
      if (places[i].every(Boolean)) {
        hits.push({
          score: sum(places[i]) + 10, kind: "方案", title: `${scheme.place}　${scheme.name}`, text: `${scheme.year}年`,
          href: `schemes/${scheme.id}.html`,
        });
      }
    });
    parameters.forEach((parameter, i) => {
      if (asked[i].every((points) => points > 8)) {
        hits.push({
          score: sum(asked[i]) + 25, kind: "参数", title: parameter.label, text: "定义、编码规则和各方案的规定",
          href: `parameters/${parameter.id}.html`,
        });
      }
    });
    for (const page of pages) {
      const points = total(terms, (term) => (term === page.folded || term === page.short ? 40 : page.folded.includes(term) ? 18 : 0));
      if (points) hits.push({score: points + 5, kind: page.path.startsWith("regions/") ? "地区" : "页面", title: page.title, text: "", href: page.path});
    }
    for (const {rows} of shards.values()) {
      for (const row of rows) {
        const place = places[row.scheme];
        const parameter = asked[row.parameter];
        const points = terms.map((term, i) => Math.max(place[i], parameter[i], rowScore(row, term)));
        const beyondPlace = terms.some((term, i) => parameter[i] || rowScore(row, term));
        if (beyondPlace && points.every(Boolean)) hits.push(rowHit(row, sum(points)));
      }
    }
    hits.push(...absentRows(terms, places, asked, hits));
    return hits.sort((a, b) => b.score - a.score);
  }

  const sum = (points) => points.reduce((a, b) => a + b, 0);
  const anchor = (id) => `p-${id.replaceAll("_", "-")}`;

  function rowHit(row, score) {
    const scheme = index.schemes[row.scheme];
    const parameter = index.parameters[row.parameter];
    return {
      score, kind: "条款", title: `${scheme.place}${scheme.year}年　${parameter.label}${row.when ? `（${row.when}）` : ""}`,
      text: row.text, href: `schemes/${scheme.id}.html#${anchor(parameter.id)}-${row.number}`,
    };
  }

  // A place and a parameter that its document says nothing of: the answer is that it says nothing.
  function absentRows(terms, places, asked, hits) {
    const answered = new Set(hits.map((hit) => hit.href.replace(/-\d+$/, "")));
    const found = [];
    index.schemes.forEach((scheme, i) => {
      const shard = shards.get(scheme.shard);
      if (!shard || !places[i].some(Boolean)) return;
      const states = shard.states[i % index.perShard];
      index.parameters.forEach((parameter, j) => {
        const points = terms.map((_, k) => Math.max(places[i][k], asked[j][k] > 8 ? asked[j][k] : 0));
        const href = `schemes/${scheme.id}.html#${anchor(parameter.id)}`;
        if (!points.every(Boolean) || !asked[j].some((value) => value > 8) || answered.has(href)) return;
        const state = index.states[index.letters.indexOf(states[j])];
        found.push({score: sum(points) - 6, kind: "条款", title: `${scheme.place}${scheme.year}年　${parameter.label}`, text: state, href});
      });
    });
    return found;
  }

  // --- the query ---

  function termsOf(query) {
    return query.split(/[\s,，、;；+]+/).map(fold).filter(Boolean);
  }

  // `佛山首贷户分担` as 佛山 · 首贷户 · 分担: known words are cut out, what lies between them stays together.
  function cut(term) {
    const parts = [];
    let rest = "";
    for (let i = 0; i < term.length;) {
      let length = Math.min(term.length - i, 12);
      while (length > 1 && !index.words.has(term.slice(i, i + length))) length -= 1;
      if (length > 1) {
        if (rest) parts.push(rest);
        rest = "";
        parts.push(term.slice(i, i + length));
        i += length;
      } else {
        rest += term[i];
        i += 1;
      }
    }
    if (rest) parts.push(rest);
    return parts;
  }

  let turn = 0;

  async function search() {
    const query = input.value;
    const mine = (turn += 1);
    const terms = termsOf(query);
    if (!terms.length) return show([], [], "输入地区、参数或原文里的词");
    try {
      await loadIndex();
      const named = index.schemes.filter((scheme) => terms.some((term) => placeScore(scheme, term) >= 20));
      const first = named.length ? [...new Set(named.map((scheme) => scheme.shard))] : [...Array(index.shards).keys()];
      for (const shard of first) {
        await loadShard(shard);
        if (mine !== turn) return undefined;
      }
      let used = terms;
      let hits = rank(terms);
      if (!hits.length) {
        used = terms.flatMap(cut);
        if (used.length > terms.length) hits = rank(used);
      }
      const words = hits.length > SHOWN ? `找到${hits.length}处，列出前${SHOWN}处` : hits.length ? `找到${hits.length}处` : "没有找到；换一个说法，或少写一个词";
      return show(hits.slice(0, SHOWN), used, words);
    } catch {
      return show([], [], "索引没有读到，请重新打开这一页");
    }
  }

  // --- showing ---

  function show(hits, terms, words) {
    status.textContent = words;
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
    const low = text.toLowerCase();
    const nodes = [];
    let at = 0;
    while (at < text.length) {
      let start = -1;
      let length = 0;
      for (const term of terms) {
        const found = low.indexOf(term, at);
        if (found >= 0 && (start < 0 || found < start || (found === start && term.length > length))) {
          start = found;
          length = term.length;
        }
      }
      if (start < 0) break;
      if (start > at) nodes.push(text.slice(at, start));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, start + length);
      nodes.push(mark);
      at = start + length;
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
    loadIndex().catch(() => undefined);
  });
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first) first.click();
  });
  form.addEventListener("reset", () => {
    turn += 1;
    show([], [], "输入地区、参数或原文里的词");
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
