// What a query asks: its terms, and what each may stand for.
(() => {
  "use strict";

  const {fold, figures, spelled} = Atlas.search;
  const HAN = "零一二三四五六七八九";
  const LONGEST_WORD = 16;
  const MOST_TERMS = 8;
  const MOST_SPELLED = 12;

  /** The query as folded words, each cut at known words; `whole` is the word as it was typed. */
  function terms(query, index) {
    const said = query.slice(0, 200).normalize("NFKC")
      .replace(/\s*\+\s*(?=\d)/g, "+")
      .replace(/(?<=\d)[,，](?=\d{3}(?!\d))/g, "")
      .replace(/([一二三四五六七八九])(?:比([一二三四五六七八九])|([一二三四五六七八九])开)/g, (_, a, b, c) => `${HAN.indexOf(a)}:${HAN.indexOf(b ?? c)}`);
    const words = said.split(/[\s、;|/,?!"“”。]+|\+(?!\d)/u).map(fold).filter(Boolean);
    const found = words.flatMap((whole) => cut(whole, index).map((text) => ({text, whole})));
    const telling = found.filter((term) => !index.ignored.has(term.text));
    // A single character between known words says too little to insist on.
    const long = telling.filter((term) => term.text.length > 1 || index.meanings.has(term.text));
    return (long.length ? long : telling.length ? telling : found).slice(0, MOST_TERMS).map((term) => understood(term, index));
  }

  // Figures and known words are cut out, letters part from characters, what lies between stays together.
  function cut(word, index) {
    if (index.words.has(word)) return [word];
    const parts = [];
    const spans = new Map();
    for (const {text, at} of figures(word)) {
      const signed = word[at - 1] === "+" ? 1 : 0;
      spans.set(at - signed, text.length + signed);
    }
    for (const match of word.matchAll(/(?<![\d:])\d{1,3}:\d{1,3}(?![\d:])/g)) spans.set(match.index, match[0].length);
    let rest = "";
    const flush = () => {
      parts.push(...trimmed(rest, index));
      rest = "";
    };
    for (let i = 0; i < word.length;) {
      let length = known(word, i, index);
      if (!length && spans.has(i) && !/[0-9a-z]$/.test(rest)) length = spans.get(i);
      if (!length) {
        const letters = /^[a-z]+/.exec(word.slice(i));
        if (letters) length = letters[0].length;
      }
      if (length) {
        flush();
        parts.push(...lettered(word.slice(i, i + length), index));
        i += length;
      } else {
        rest += word[i];
        i += 1;
      }
    }
    flush();
    return parts;
  }

  function known(word, start, index) {
    let length = Math.min(word.length - start, LONGEST_WORD);
    while (length > 1 && !index.words.has(word.slice(start, start + length)) && !index.ignored.has(word.slice(start, start + length))) length -= 1;
    return length > 1 ? length : 0;
  }

  // Without the single characters of a question at both ends; signs alone are nothing.
  function trimmed(rest, index) {
    let text = rest.replace(/^[.:+-]+|[.:+-]+$/g, "");
    while (text.length > 1 && index.ignored.has(text[0])) text = text.slice(1);
    while (text.length > 1 && index.ignored.has(text.at(-1))) text = text.slice(0, -1);
    return text ? [text] : [];
  }

  /** A term with all that it may stand for: other words with their weight, figures, a parameter, a place, a page. */
  function understood({text, whole}, index) {
    const term = {text, whole, said: [{text, weight: 1}], figures: wanted(text), parameters: new Set(), places: new Set(), pages: new Set(), read: ""};
    follow(term, text);
    if (/^[a-z]{2,}$/.test(text) && !index.words.has(text)) {
      for (const word of spellings(text, index)) {
        term.said.push({text: word, weight: 0.95});
        follow(term, word);
      }
      term.read = term.said.slice(1, 4).map((one) => one.text).join("、");
    }
    if (/^(19|20)\d\d年?$/.test(text)) term.year = Number(text.slice(0, 4));
    index.places.forEach((place, i) => {
      if (term.said.some((one) => one.text === place.folded || one.text === place.short)) term.places.add(i);
    });
    return term;

    function follow(into, word) {
      const meaning = index.meanings.get(word);
      if (!meaning) return;
      const {kind, target} = meaning;
      if (kind === "stands_for") {
        const meant = fold(target);
        if (into.said.every((one) => one.text !== meant)) into.said.push({text: meant, weight: 0.7});
        if (!word.includes(meant) && !into.read) into.read = target;
      } else if (kind === "parameter") into.parameters.add(target);
      else if (kind === "region") into.places.add(index.places.findIndex((place) => place.code === target));
      else into.pages.add(target);
    }
  }

  // Letters that spell no word but two: fssdh as fs and sdh; whole words before beginnings of words.
  function lettered(text, index) {
    if (!/^[a-z]{4,20}$/.test(text) || index.words.has(text) || spellings(text, index).length) return [text];
    const whole = (part) => index.words.has(part) || spellings(part, index).some((word) => index.words.has(word));
    const begun = (part) => spellings(part, index).length > 0;
    const splits = Array.from({length: text.length - 3}, (_, i) => [text.slice(0, text.length - 2 - i), text.slice(text.length - 2 - i)]);
    return splits.find((parts) => parts.every(whole)) ?? splits.find((parts) => parts.every(begun)) ?? [text];
  }

  // The figures that a term consists of: with a unit if it has one; 8:2 asks for both shares.
  function wanted(text) {
    const shares = /^(\d{1,3}):(\d{1,3})$/.exec(text);
    if (shares) {
      const whole = Number(shares[1]) + Number(shares[2]);
      if (whole === 10 || whole === 100) return [[`#r${shares[1] * (100 / whole)}`, `#r${shares[2] * (100 / whole)}`]];
    }
    const found = figures(text).filter((figure) => figure.text === text || text === "+" + figure.text);
    const units = found.filter((figure) => !figure.token.startsWith("#n"));
    return (units.length ? units : found).map((figure) => [figure.token]);
  }

  // Known words that letters spell from their beginning, whole ones first; from the middle for three letters and more.
  function spellings(letters, index) {
    if (letters.length > 40) return [];
    const whole = new Set();
    const begun = new Set();
    const inside = new Set();
    for (const word of index.words) {
      for (let start = 0; start < (letters.length > 2 ? word.length : 1); start += 1) {
        const length = spelled(letters, word, start, index.readings);
        if (length < 2) continue;
        const part = word.slice(start, start + length);
        (length === word.length ? whole : start ? inside : begun).add(part);
      }
    }
    const found = whole.size ? whole : begun.size ? begun : inside;
    return [...found].slice(0, MOST_SPELLED);
  }

  Atlas.search = {...Atlas.search, terms};
})();
