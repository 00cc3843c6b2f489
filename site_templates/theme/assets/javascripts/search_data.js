// The search index as it is loaded: the core first, then the pieces and shards that a query needs, as scripts,
// so that it works from a folder too.
(() => {
  "use strict";

  const {fold, figures, readings} = Atlas.search;

  /** `load(path)` brings one script, `source(path)` gives what it holds. */
  function library(load) {
    const kept = new Map();
    return async function source(path, name, prepare) {
      if (!kept.has(path)) {
        kept.set(path, load(path).then(() => prepare(Atlas.searchData[name])));
        kept.get(path).catch(() => kept.delete(path));
      }
      return kept.get(path);
    };
  }

  const shortName = (place) => {
    const short = place.replace(/(壮族|回族|维吾尔|苗族)?(省|市|自治区|自治县|特别行政区|地区|县|区)$/, "");
    return short.length > 1 ? short : place;
  };

  // --- the core ---

  function core(raw) {
    const places = raw.places.map(([code, name, parent]) => ({code, name, parent, folded: fold(name), short: shortName(fold(name))}));
    const within = places.map((_, i) => {
      const chain = new Set();
      for (let at = i; at >= 0; at = places[at].parent) chain.add(at);
      return chain;
    });
    const covers = new Map(raw.covers);
    const index = {
      ...raw,
      places,
      within,
      parameters: raw.parameters.map(([id, label, group, aliases]) => ({
        id, label, folded: fold(label), group: fold(raw.groups[group]), aliases: aliases.map(fold),
      })),
      schemes: raw.schemes.map(([id, name, place, year, lifecycle, adjacent], i) => ({
        id, name, place, year, adjacent, folded: fold(name), lifecycle: raw.lifecycles[lifecycle], covers: new Set(covers.get(i) ?? []),
      })),
      pages: raw.pages.map(([path, title, words = ""]) => ({
        path, title, folded: fold(title), short: shortName(fold(title)), words: fold(words),
      })),
      readings: readings(raw.readings),
      meanings: new Map(),
    };
    for (const [words, kind, target] of raw.words) for (const word of words) index.meanings.set(fold(word), {kind, target});
    index.ignored = new Set(raw.ignored.map(fold));
    // A place with several texts, or none of its own, is answered by its own page first.
    const own = new Map();
    for (const scheme of index.schemes) own.set(places[scheme.place].code, (own.get(places[scheme.place].code) ?? 0) + 1);
    for (const page of index.pages) {
      page.region = /^regions\/(\d+)\.html$/.exec(page.path)?.[1];
      page.several = page.region && own.get(page.region) !== 1;
    }
    index.words = dictionary(index, raw.terms.map(fold));
    return index;
  }

  // Words by which a query without spaces is cut, and which letters can spell.
  function dictionary({places, parameters, meanings, pages, schemes}, terms) {
    const words = new Set(terms);
    for (const place of places) words.add(place.folded).add(place.short);
    for (const parameter of parameters) for (const word of [parameter.folded, ...parameter.aliases]) words.add(word);
    for (const [word, {kind, target}] of meanings) {
      words.add(word);
      if (kind === "stands_for") words.add(fold(target));
    }
    for (const page of pages) if (page.folded.length < 7) words.add(page.folded);
    for (const scheme of schemes) for (const [, named] of scheme.name.matchAll(/“([^”]{2,8})”/g)) words.add(fold(named));
    words.delete("");
    return words;
  }

  // --- rows ---

  function rows(raw) {
    const [steps, parameters, cases, whens, texts, phrases] = raw.columns;
    const schemes = new Uint32Array(steps.length);
    let at = 0;
    steps.forEach((step, i) => (schemes[i] = at += step));
    const folded = raw.strings.map((text) => text.split("｜").map(fold).join("|"));
    return {
      count: steps.length, strings: raw.strings, folded, schemes, parameters, cases, whens, texts, phrases, states: raw.states,
      figures: folded.map(() => null),
    };
  }

  /** The figures of the string with that number, worked out once. */
  function figuresOf(part, number) {
    return (part.figures[number] ??= part.folded[number].split("|").flatMap(figures));
  }

  Atlas.search = {...Atlas.search, core, rows, figuresOf, library, shortName};
})();
