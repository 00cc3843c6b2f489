// What a query finds, best first: schemes, parameters, places and pages from the core, provisions from the rows loaded.
(() => {
  "use strict";

  const {fold, figures, figuresOf} = Atlas.search;

  const OWN_PLACE = 40;
  const STRONG = 26;
  const NAMED = 8;
  const AS_TYPED = 12;
  const SHOWN = 30;
  const SUPERSEDED = {已被替代: -1.5, 已到期: -1.5, 已废止: -1.5, 征求意见稿: -2, 拟制定: -2};

  // --- how well a term fits ---

  const best = (term, score) => term.said.reduce((most, {text, weight}) => Math.max(most, weight * score(text)), 0);

  function schemeScore(index, scheme, term) {
    let most = 0;
    for (const place of term.places) {
      if (place === scheme.place) most = OWN_PLACE;
      else if (index.within[scheme.place].has(place)) most = Math.max(most, 18);
      else if (scheme.covers.has(place)) most = Math.max(most, 24);
      else if (index.within[place]?.has(scheme.place)) most = Math.max(most, 6);
    }
    if (term.year && term.year === scheme.year) most = Math.max(most, 12);
    if (most >= 20 || term.text.length < 2) return most;
    return Math.max(most, best(term, (text) => (scheme.folded.includes(text) ? 20 : text === scheme.lifecycle ? 10 : 0)));
  }

  function parameterScore(parameter, term) {
    if (term.parameters.has(parameter.id)) return 40;
    return best(term, (text) => {
      if (text === parameter.folded) return 42;
      if (parameter.aliases.includes(text)) return 40;
      if (text.length < 2) return 0;
      if (parameter.folded.includes(text)) return 32;
      if (parameter.aliases.some((alias) => alias.includes(text))) return STRONG;
      return parameter.group.includes(text) ? NAMED : 0;
    });
  }

  function pageScore(index, page, term) {
    if (term.pages.has(page.path)) return 48;
    if (page.region && [...term.places].some((place) => index.places[place]?.code === page.region)) return OWN_PLACE;
    return best(term, (text) => {
      if (text === page.folded || text === page.short) return OWN_PLACE;
      if (text.length < 2) return 0;
      return page.folded.includes(text) ? 18 : page.words.includes(text) ? 10 : 0;
    });
  }

  /** Which strings of a part hold the term: 1 for its words, more for a figure, weighted. */
  function stringScores(part, term) {
    return Float64Array.from(part.folded, (text, number) => {
      if (!text) return 0;
      if (term.figures.length) {
        const tokens = figuresOf(part, number);
        if (term.figures.some((group) => group.every((token) => tokens.some((one) => one.token === token)))) return 1.6;
        if (/^[0-9.]+$/.test(term.text)) return 0;
      }
      return best(term, (word) => (word.length > 1 && text.includes(word) ? 1 : 0));
    });
  }

  /** How well each term fits everything there is; `parts` are the loaded rows. Worked out once for a query. */
  function match(index, terms, parts) {
    const joined = [...new Set(terms.filter((term) => term.whole !== term.text).map((term) => term.whole))];
    const asTyped = (text) => joined.some((whole) => text.includes(whole));
    return {
      index, terms, asTyped,
      schemes: terms.map((term) => index.schemes.map((scheme) => schemeScore(index, scheme, term))),
      parameters: terms.map((term) => [...index.parameters.map((parameter) => parameterScore(parameter, term)), 0]),
      pages: terms.map((term) => index.pages.map((page) => pageScore(index, page, term))),
      parts: parts.map((part) => ({
        part, strings: terms.map((term) => stringScores(part, term)),
        typed: joined.length ? part.folded.map(asTyped) : null,
      })),
    };
  }

  // --- all that is found ---

  /** The best hits in order and how many there are, for the terms with the `chosen` numbers. */
  function rank(matched, chosen = matched.terms.map((_, i) => i)) {
    const found = [...coreHits(matched, chosen)];
    const said = new Set();
    for (const one of matched.parts) rowHits(matched, one, chosen, found, said);
    absentHits(matched, chosen, found, said);
    const hits = top(found).map((hit) => shown(matched.index, hit));
    const seen = new Set();
    return {hits: hits.filter((hit) => !seen.has(hit.href) && seen.add(hit.href)).slice(0, SHOWN), count: found.length};
  }

  // The best of many, without putting all of them in order.
  function top(found) {
    if (found.length > 10 * SHOWN) {
      const least = Float64Array.from(found, (hit) => hit.score).sort()[found.length - 2 * SHOWN];
      found = found.filter((hit) => hit.score >= least).slice(0, 10 * SHOWN);
    }
    return found.sort((a, b) => b.score - a.score);
  }

  // The sum of what the chosen terms score, or nothing if one scores no more than `least`.
  function total(scores, chosen, at, least = 0) {
    let sum = 0;
    for (const i of chosen) {
      if (scores[i][at] <= least) return 0;
      sum += scores[i][at];
    }
    return sum;
  }

  function* coreHits({index, asTyped, schemes, parameters, pages}, chosen) {
    for (const [i, scheme] of index.schemes.entries()) {
      const points = total(schemes, chosen, i);
      if (points) yield {score: points + 10 + standing(scheme) + (asTyped(scheme.folded) ? AS_TYPED : 0), kind: "方案", scheme};
    }
    for (const [i, parameter] of index.parameters.entries()) {
      const points = total(parameters, chosen, i, NAMED);
      if (points) yield {score: points + 25, kind: "参数", parameter};
    }
    for (const [i, page] of index.pages.entries()) {
      const points = total(pages, chosen, i);
      if (points) yield {score: points + 5 + (page.several ? 12 : 0), kind: page.region ? "地区" : "页面", page};
    }
  }

  // Of several texts of one place the newer one that is not replaced comes first.
  const standing = (scheme) => (Math.max(scheme.year, 2005) - 2005) * 0.15 + (SUPERSEDED[scheme.lifecycle] ?? 0) - 2 * scheme.adjacent;

  function rowHits({index, schemes, parameters}, {part, strings, typed}, chosen, found, said) {
    const open = part.strings.map((text) => index.states.includes(text));
    for (let row = 0; row < part.count; row += 1) {
      const place = part.schemes[row];
      const parameter = part.parameters[row];
      const [when, text, phrases] = [part.whens[row], part.texts[row], part.phrases[row]];
      let beyond = false;
      let points = 0;
      for (const i of chosen) {
        const words = Math.max(strings[i][when] > 1 ? 20 : 30 * strings[i][when], 14 * strings[i][text], 12 * strings[i][phrases]);
        const named = parameters[i][parameter];
        // What names the parameter and is said in the row too fits better than either alone.
        const most = Math.max(schemes[i][place], named, words) + (words && named >= STRONG ? 3 : 0);
        if (!most) {
          points = 0;
          break;
        }
        beyond ||= named > 0 || words > 0;
        points += most;
      }
      if (!points || !beyond) continue;
      const key = place * 1000 + parameter;
      if (part.cases[row] || !said.has(key)) {
        const score = points + standing(index.schemes[place]) + (typed && (typed[text] || typed[phrases]) ? AS_TYPED : 0) - (open[text] ? 8 : 0) - 0.1 * part.cases[row];
        found.push({score, kind: index.parameters[parameter] ? "条款" : "文件", scheme: index.schemes[place], parameter: index.parameters[parameter], part, row, open: open[text]});
      }
      said.add(key);
    }
  }

  // A place and a parameter that its document says nothing of: the answer is that it says nothing.
  function absentHits({index, terms, schemes, parameters, parts}, chosen, found, said) {
    if (!chosen.some((i) => terms[i].places.size)) return;
    const asked = index.parameters.map((_, j) => j).filter((j) => chosen.some((i) => parameters[i][j] > NAMED));
    for (const [place, scheme] of index.schemes.entries()) {
      if (!chosen.some((i) => schemes[i][place] >= 18)) continue;
      for (const j of asked) {
        const points = chosen.map((i) => Math.max(schemes[i][place], parameters[i][j] > NAMED ? parameters[i][j] : 0));
        if (said.has(place * 1000 + j) || !points.every(Boolean)) continue;
        const letter = parts.map(({part}) => part.state(place, j)).find(Boolean);
        if (letter) found.push({
          score: points.reduce((a, b) => a + b, 0) - 6 + standing(scheme), kind: "条款", scheme, parameter: index.parameters[j],
          state: index.states[index.letters.indexOf(letter)],
        });
      }
    }
  }

  /** What remains of a query that nothing fits whole: without the terms that fit nothing, else without one of them. */
  function relaxed(matched) {
    const all = matched.terms.map((_, i) => i);
    const nothing = {hits: [], count: 0, terms: matched.terms};
    if (all.length < 2) return nothing;
    const answer = (chosen) => ({...rank(matched, chosen), terms: chosen.map((i) => matched.terms[i])});
    const alive = all.filter((i) => rank(matched, [i]).count);
    if (alive.length && alive.length < all.length) {
      const found = answer(alive);
      if (found.count) return found;
    }
    return alive.map((left) => alive.filter((i) => i !== left)).filter((chosen) => chosen.length).map(answer)
      .reduce((kept, one) => ((one.hits[0]?.score ?? 0) > (kept.hits[0]?.score ?? 0) ? one : kept), nothing);
  }

  // --- what is shown of a hit ---

  function shown(index, {score, kind, scheme, parameter, page, part, row, open, state}) {
    if (page) return {score, kind, title: page.title, text: "", href: page.path};
    if (!scheme) return {score, kind, title: parameter.label, text: "定义、编码规则和各方案的规定", href: `parameters/${parameter.id}.html`};
    const place = index.places[scheme.place].name;
    if (kind === "方案") {
      const year = scheme.year ? `${scheme.year}年` : "年份不明";
      return {score, kind, title: `${place}　${scheme.name}`, text: `${year} · ${scheme.lifecycle}`, href: `schemes/${scheme.id}.html`};
    }
    const past = scheme.lifecycle in SUPERSEDED ? `（${scheme.lifecycle}）` : "";
    const said = `${place}${scheme.year ? `${scheme.year}年` : ""}${past}　${parameter ? parameter.label : scheme.name}`;
    const anchor = parameter ? `p-${parameter.id.replaceAll("_", "-")}` : "facts";
    const href = `schemes/${scheme.id}.html#${anchor}`;
    if (state) return {score, kind, title: said, text: state, href};
    const [when, text, phrases] = [part.whens, part.texts, part.phrases].map((column) => part.strings[column[row]]);
    const number = part.cases[row];
    return {
      score, kind, title: when ? `${said}（${when}）` : said, href: number ? `${href}-${number}` : href,
      text: open && phrases ? `${text}：${phrases.replaceAll("｜", "；")}` : text,
    };
  }

  // --- where the terms stand in a text ---

  /** [start, end] of each place of a text to be marked, in order, none within another. */
  function places(text, terms) {
    const words = [...new Set(terms.flatMap((term) => [...wordsOf(text, term)]))].filter((word) => word.length > 1 || /[^0-9a-z]/.test(word));
    if (!words.length) return [];
    words.sort((a, b) => b.length - a.length);
    // A word may be written with spaces or marks between its characters, in either width.
    const even = [...text].map((char) => (char.length === 1 ? narrow(char) : char)).join("");
    const pattern = words.map((word) => [...word].map(escaped).join("[^\\p{L}\\p{N}%]*")).join("|");
    return [...even.matchAll(new RegExp(pattern, "gu"))].map((match) => [match.index, match.index + match[0].length]);
  }

  function wordsOf(text, term) {
    const words = term.said.map((one) => one.text);
    const tokens = new Set(term.figures.flat());
    for (const figure of tokens.size ? figures(fold(text)) : []) if (tokens.has(figure.token)) words.push(figure.text);
    return words.filter((word) => !(tokens.size && /^[0-9.]+$/.test(word) && !tokens.has("#n" + word)));
  }

  function narrow(char) {
    const folded = char.normalize("NFKC").toLowerCase();
    return folded.length === 1 ? folded : char;
  }

  const escaped = (char) => char.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

  Atlas.search = {...Atlas.search, STRONG, parameterScore, SHOWN, schemeScore, places, match, rank, relaxed};
})();
