// Which parts of the index a query needs: all of a small one; of a large one the pieces of the places named,
// else the shards of the parameters named and of those that the words and figures stand in.
(() => {
  "use strict";

  const {STRONG, library, match, parameterScore, rank, rows, schemeScore, terms} = Atlas.search;

  /** Raw kilobytes that a query may load at first; a quarter of that or less is sent. */
  const BUDGET = 500;
  const MOST_PAIRS = 4;
  const NOTHING = {parts: [], complete: true};

  /** Answers queries on the index with what `load` brings; `first` is the budget of the first reading. */
  function planner(index, load, first = BUDGET) {
    const source = library(load);
    const size = (list, number) => list[number][1];
    const total = index.shards.reduce((sum, [, kilobytes]) => sum + kilobytes, 0);

    const piece = (number) => source(`search/piece-${number}.js`, `piece${number}`, (raw) => {
      const part = rows(raw);
      const start = index.pieces[number][0];
      part.state = (scheme, parameter) => part.states[scheme - start]?.[parameter];
      return part;
    });
    const shard = (number) => source(`search/shard-${number}.js`, `shard${number}`, (raw) => {
      const part = rows(raw);
      const start = index.shards[number][0];
      part.state = (scheme, parameter) => part.states[parameter - start]?.[scheme];
      return part;
    });

    // The parts that the terms need, loaded, and whether that was all; `times` the budget at most.
    async function parts(terms, times) {
      const telling = terms.filter((term) => !term.places.size && !term.year);
      const numbered = terms.filter((term) => term.year);
      if (!telling.length && !numbered.length) return NOTHING;
      if (total <= first) return {parts: await Promise.all(index.shards.map((_, number) => shard(number))), complete: true};
      const here = piecesOf(terms);
      const cost = here.reduce((sum, number) => sum + size(index.pieces, number), 0);
      if (here.length && cost <= times * first) return {parts: await Promise.all(here.map(piece)), complete: true};
      const {order, complete} = await shardsOf(telling.length ? telling : numbered, times * first);
      return {parts: await Promise.all(order.map(shard)), complete};
    }

    // The pieces that hold the schemes of the places named.
    function piecesOf(terms) {
      const named = terms.filter((term) => term.places.size);
      if (!named.length) return [];
      const found = new Set();
      index.schemes.forEach((scheme, i) => {
        if (named.every((term) => schemeScore(index, scheme, {...term, said: []}) >= 18)) {
          found.add(index.pieces.findLastIndex(([start]) => start <= i));
        }
      });
      return [...found];
    }

    // The shards that may hold a row with every term, those of the parameters that are named first, within the budget.
    async function shardsOf(terms, budget) {
      const strong = terms.map((term) => new Set(index.parameters.flatMap((parameter, i) => (parameterScore(parameter, term) >= STRONG ? [holder(i)] : []))));
      const said = await Promise.all(terms.map(holding));
      const all = index.shards.map((_, number) => number).filter((number) => terms.every((_, i) => strong[i].has(number) || said[i].has(number)));
      const weight = (number) => strong.filter((set) => set.has(number)).length;
      const order = all.sort((a, b) => weight(b) - weight(a) || a - b);
      const kept = [];
      let filled = 0;
      for (const number of order) {
        if (kept.length && filled + size(index.shards, number) > budget) break;
        kept.push(number);
        filled += size(index.shards, number);
      }
      return {order: kept, complete: kept.length === order.length};
    }

    const holder = (parameter) => index.shards.findLastIndex(([start]) => start <= parameter);

    // The shards whose words hold the term, told by its pairs of characters or its figures.
    async function holding(term) {
      // A figure is told by itself; its characters stand in every other figure too.
      const words = term.figures.length && !term.text.includes(":") ? [] : term.said.filter(({text}) => text.length > 1);
      const ways = [...term.figures, ...words.map(({text}) => pairs(text))];
      const found = new Set();
      for (const way of ways.slice(0, MOST_PAIRS)) {
        const sets = await Promise.all(way.map(shardsWith));
        for (const number of sets[0] ?? []) if (sets.every((set) => set.has(number))) found.add(number);
      }
      return found;
    }

    function pairs(text) {
      const all = Array.from({length: text.length - 1}, (_, i) => text.slice(i, i + 2));
      return all.length <= MOST_PAIRS ? all : all.filter((_, i) => i % Math.ceil(all.length / MOST_PAIRS) === 0);
    }

    async function shardsWith(token) {
      const number = [...token].reduce((sum, char) => sum + char.codePointAt(0), 0) % index.buckets;
      const bucket = await source(`search/words-${number}.js`, `words${number}`, (raw) => new Map(Object.entries(raw)));
      return new Set((bucket.get(token) ?? "").match(/../g)?.map((digits) => parseInt(digits, 36)) ?? []);
    }

    /** The answer to a query: its terms, what was matched, the hits found, and whether all was read; null once it is `stale`. */
    async function answer(query, stale = () => false, whole = true) {
      const asked = terms(query, index);
      if (!asked.length) return {terms: asked};
      // What is rare may stand in what is read last.
      for (let times = 1; ; times *= 2) {
        const {parts: loaded, complete} = await parts(asked, times);
        if (stale()) return null;
        const matched = match(index, asked, loaded);
        const found = rank(matched);
        if (!found.count && !complete) continue;
        for (const other of found.count || !whole ? [] : parted(query, asked)) {
          const split = await answer(other, stale, false);
          if (!split || split.found?.count) return split;
        }
        return {terms: asked, matched, found, complete};
      }
    }

    // The query with a run of unknown characters cut in two: 农业贷款 as 农业 and 贷款.
    function* parted(query, asked) {
      for (const {text} of asked) {
        if (!/^\p{Script=Han}{4,8}$/u.test(text) || !query.includes(text) || index.words.has(text)) continue;
        for (let at = 2; at <= text.length - 2; at += 1) yield query.replace(text, `${text.slice(0, at)} ${text.slice(at)}`);
      }
    }

    return {answer};
  }

  Atlas.search = {...Atlas.search, planner};
})();
