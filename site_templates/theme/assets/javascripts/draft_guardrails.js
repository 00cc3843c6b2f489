/* Where a draft stands among the existing schemes; mirror of generator/drafting/figures.py and guardrails.py.
   Numbers are BigInt in units of 1e-8. */
(function (Atlas) {
  "use strict";

  const { USED, isRecord, has, stated } = Atlas.drafting;
  const { divideHalfUp } = Atlas.quantities;
  const { money, number, percent } = Atlas.chinese;

  const UNIT = 100000000n;
  const DAYS = { months: 30n * UNIT, days: UNIT, working_days: (UNIT * 7n) / 5n };
  const RATED = ["cost_cap", "charge", "charge_or_share", "compensation", "subsidy", "reward"];
  const CYCLES = { month: 30n, quarter: 90n, half_year: 180n, year: 360n };
  const PER_CENT = ["rate", "share", "rate_formula", "shares", ...RATED];
  const NEAREST = 3;
  const OVERDUE = ["interest_overdue", "principal_overdue", "overdue"];
  const BY_BASIS = ["trigger", "limit", "claim_events"];
  const AMOUNT = "amount";
  const PRODUCT = "guarantee_insurance";

  /** A JSON number in units of 1e-8, rounded half-up; null for anything else. */
  function units(value) {
    if (typeof value !== "number") return null;
    const [, sign, whole, part = "", exponent = "0"] = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-]?[0-9]+))?$/.exec(String(value));
    const places = 8 - part.length + Number(exponent);
    const digits = BigInt(sign + whole + part);
    return places >= 0 ? digits * 10n ** BigInt(places) : divideHalfUp(digits, 10n ** BigInt(-places));
  }

  /** digits / 10**places as a plain decimal. */
  function decimal(digits, places) {
    const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
    const part = text.slice(-places).replace(/0+$/, "");
    return `${digits < 0n ? "-" : ""}${text.slice(0, -places)}${part ? `.${part}` : ""}`;
  }

  /** A rate formula at today's reference rate; same term is read as one year. */
  function formula(value, reference) {
    if (stated(value.fixed) !== null) return units(value.fixed);
    const tenor = value.tenor === "5y" ? "5y" : "1y";
    const base = units((reference[value.reference] || {})[tenor]);
    if (base === null) return null;
    if (stated(value.add_bp) !== null) return base + BigInt(value.add_bp) * (UNIT / 10000n);
    if (stated(value.multiplier) !== null) return divideHalfUp(base * (units(value.multiplier) || 0n), UNIT);
    return null;
  }

  /** The number of one value (its published JSON), or null where it has none. */
  function figure(kind, value, reference) {
    if (stated(value) === null) return null;
    if (["money", "rate", "share", "multiple"].includes(kind)) return units(value);
    if (kind === "funds") {
      const amounts = value.map((fund) => units(fund.amount));
      return amounts.includes(null) ? null : amounts.reduce((a, b) => a + b, 0n);
    }
    if (!isRecord(value)) return null;
    if (kind === "duration") {
      const unit = Object.keys(value).find((name) => has(DAYS, name));
      return unit ? DAYS[unit] * BigInt(value[unit]) : null;
    }
    if (kind === "rate_formula") return formula(value, reference);
    if (RATED.includes(kind)) return units(value.rate);
    if (kind === "shares") return units((value.shares || {}).bank);
    if (kind === "range") return units(value.min);
    if (kind === "cycle") return has(CYCLES, value.every) ? CYCLES[value.every] * UNIT : null;
    return null;
  }

  function overdueDays(said) {
    const unit = isRecord(said) ? Object.keys(DAYS).find((name) => stated(said[name]) !== null) : null;
    return unit ? DAYS[unit] * BigInt(said[unit]) : null;
  }

  /** The numbers of a value of BY_BASIS, by what they measure. */
  function byBasis(kind, value) {
    let found = [];
    if (kind === "limit") found = isRecord(value) ? [[value.of, units(value.rate)]] : [[AMOUNT, units(value)]];
    else if (kind === "trigger" && isRecord(value)) {
      found = [value, ...(value.any_of || [])].map((part) => [part.metric, units(part.threshold)]);
    } else if (kind === "claim_events" && isRecord(value)) {
      found = value.any_of.flatMap((event) => OVERDUE.map((name) => [name, overdueDays(event[name])]));
    }
    const known = new Map();
    for (const [basis, size] of found) {
      if (size !== null && stated(basis) !== null && !known.has(basis)) known.set(basis, size);
    }
    return known;
  }

  /** The kind by which a number on that basis is written. */
  function shownAs(kind, basis) {
    if (!BY_BASIS.includes(kind)) return kind;
    return kind === "claim_events" ? "days" : basis === AMOUNT ? "money" : "share";
  }

  const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  function best(favourable, found) {
    if (!found.length) return null;
    const sorted = [...found].sort(order);
    return favourable === "higher" ? sorted[sorted.length - 1] : favourable === "lower" ? sorted[0] : found[0];
  }

  /** The number as it stands in a sentence. */
  function written(kind, found) {
    if (kind === "money" || kind === "funds") return money(decimal(divideHalfUp(found, UNIT / 100n), 2));
    if (PER_CENT.includes(kind)) return percent(decimal(divideHalfUp(found, UNIT / 10000n), 4));
    const shown = decimal(divideHalfUp(found, UNIT / 100n), 2);
    if (kind === "days") return `${shown}天`;
    if (kind === "duration" || kind === "cycle") {
      const days = found / UNIT;
      if (days && days % 360n === 0n) return `${days / 360n}年`;
      return days && days % 30n === 0n ? `${days / 30n}个月` : `${shown}天`;
    }
    return number(shown) + ({ multiple: "倍", range: "周岁" }[kind] || "");
  }

  function median(known) {
    if (!known.length) return null;
    const middle = known.length >> 1;
    return known.length % 2 ? known[middle] : divideHalfUp(known[middle - 1] + known[middle], 2n);
  }

  const distance = (value) => (value < 0n ? -value : value);
  const count = (known, test) => known.filter(test).length;

  function sentence(kind, basis, own, known, measured, folded, standsFor) {
    if (!known.length) return "。";
    const shown = shownAs(kind, basis);
    const least = written(shown, known[0]);
    const most = written(shown, known[known.length - 1]);
    const span = least !== most ? `在${least}至${most}之间` : known.length > 1 ? `均为${least}` : `为${least}`;
    let text = [measured, span].filter(Boolean).map((part) => `，${part}`).join("");
    if (least !== most) text += `，中位数${written(shown, median(known))}`;
    if (own === null) return `${text}。`;
    const above = count(known, (one) => one < own);
    const below = count(known, (one) => one > own);
    const same = known.length - above - below;
    const all = known.length > 1 && [above, below].includes(known.length) ? `全部${known.length}个` : "";
    const parts = [above ? `高于${all || `其中${above}个`}` : "", below ? `低于${all || `${below}个`}` : "", same ? `与${same}个相同` : ""];
    return `${text}；本稿按${standsFor[kind] || ""}${written(shown, own)}计${folded}，${parts.filter(Boolean).join("、")}。`;
  }

  /** The scheme's name with its year where the name has none. */
  const peerName = (scheme) =>
    scheme.year === null || scheme.name.includes(String(scheme.year)) ? scheme.name : `${scheme.name}（${scheme.year}年）`;

  function peer(cell, peers) {
    const scheme = peers.schemes[cell.s];
    const words = cell.quotes.map(([locator, phrase]) => `${locator}“${phrase}”`).join("；");
    return { id: scheme.id, name: peerName(scheme), text: cell.text, words };
  }

  /** The pilot's numbers on a parameter by their basis; one without a basis stands under null. */
  function ownFigures(pilot, parameter, peers) {
    const { kind } = parameter;
    const said = pilot.parameters[parameter.id] || { provisions: [] };
    const values = said.provisions.filter((p) => p.state === "stated").map((p) => p.value);
    const own = new Map();
    if (BY_BASIS.includes(kind)) {
      for (const value of values) for (const [basis, size] of byBasis(kind, value)) if (!own.has(basis)) own.set(basis, size);
      return own;
    }
    const numbers = values.map((value) => figure(kind, value, peers.reference)).filter((one) => one !== null);
    const found = best(parameter.favourable, numbers);
    return found === null ? own : own.set(null, found);
  }

  /** A peer's number on the basis, or null. */
  function size(cell, basis) {
    if (cell.state !== "stated") return null;
    if (basis === null) return units(cell.sort);
    return has(cell.by, basis) ? BigInt(cell.by[basis]) : null;
  }

  /** What is compared: the first of the draft's own that a peer has too, without one what most peers have. */
  function basisOf(kind, own, cells) {
    if (!BY_BASIS.includes(kind)) return null;
    const counted = new Map();
    for (const cell of cells) {
      if (cell.state === "stated") for (const name of Object.keys(cell.by)) counted.set(name, (counted.get(name) || 0) + 1);
    }
    const named = [...own.keys()];
    if (named.length) return named.find((name) => counted.has(name)) || named[0];
    let most = null;
    for (const [name, times] of counted) if (most === null || times > counted.get(most)) most = name;
    return most;
  }

  function measure(basis, kind, vocabulary) {
    const labels = vocabulary.terms[vocabulary.words.measures[kind]];
    return basis === AMOUNT ? "金额" : has(labels, basis) ? labels[basis] : basis;
  }

  /** The terms of a parameter with a list of terms that are not in it, each once. */
  function strange(parameter, said, vocabulary) {
    const known = vocabulary.terms[parameter.terms || ""];
    if (!known || parameter.kind !== "terms") return [];
    const named = said.provisions.map((p) => stated(p.value)).flatMap((value) => (isRecord(value) ? value.list : value || []));
    return [...new Set(named.filter((term) => !has(known, term)))];
  }

  /** Numbers, sentence and nearest peers for one parameter of the pilot. */
  function guardrail(pilot, parameter, peers, vocabulary) {
    const { kind } = parameter;
    const { words } = vocabulary;
    // A draft is not compared with the scheme that it was begun from.
    const origin = pilot.begun_from ? peers.schemes.findIndex((scheme) => scheme.id === pilot.begun_from) : -1;
    const of = peers.of - (origin >= 0 && peers.schemes[origin].product === PRODUCT ? 1 : 0);
    const cells = peers.parameters[parameter.id].filter((cell) => cell.s !== origin);
    const said = pilot.parameters[parameter.id];
    const used = Boolean(said) && said.provisions.some((p) => USED.includes(p.state));
    const figures = ownFigures(pilot, parameter, peers);
    const basis = basisOf(kind, figures, cells);
    const own = figures.has(basis) ? figures.get(basis) : null;
    const sized = cells.map((cell) => [size(cell, basis), cell]).filter(([one]) => one !== null);
    const known = sized.map(([one]) => one).sort(order);
    const comparable = own !== null && known.length > 0;
    const near = comparable ? [...sized].sort((a, b) => order(distance(a[0] - own), distance(b[0] - own))) : cells.map((cell) => [null, cell]);
    const saidOf = `收录的${of}个方案${origin >= 0 ? words.left_out : ""}中有${cells.length}个作出规定`;
    let measured = basis ? `其中${known.length}个按${measure(basis, kind, vocabulary)}计` : "";
    if (!basis && known.length < cells.length) measured = `其中${known.length}个可以比较大小`;
    const values = said && kind === "duration" ? said.provisions.map((p) => p.value) : [];
    const folded = values.some((value) => isRecord(value) && stated(value.working_days) !== null) ? words.folded : "";
    return {
      id: parameter.id,
      label: parameter.label,
      used,
      strange: said ? strange(parameter, said, vocabulary) : [],
      basis,
      own,
      n: cells.length,
      of,
      numbers: known.length,
      above: comparable ? count(known, (one) => one < own) : null,
      below: comparable ? count(known, (one) => one > own) : null,
      text: saidOf + sentence(kind, basis, comparable ? own : null, known, measured, folded, words.stands_for),
      nearest: near.slice(0, NEAREST).map(([, cell]) => peer(cell, peers)),
    };
  }

  const guardrails = (pilot, vocabulary, peers) => vocabulary.parameters.map((p) => guardrail(pilot, p, peers, vocabulary));

  /** A peer's provision with the source's words. */
  const quoted = (one) => `${one.name}：${one.text}${one.words ? `（${one.words}）` : ""}`;

  function followed(pilot, peers, parameter) {
    const said = pilot.parameters[parameter] || { provisions: [] };
    const wanted = new Map();
    for (const provision of said.provisions) {
      for (const f of provision.follows || []) wanted.set(`${f.scheme} ${f.parameter || parameter}`, [f.scheme, f.parameter || parameter]);
    }
    return [...wanted.values()].flatMap(([scheme, id]) => {
      const place = peers.schemes.findIndex((one) => one.id === scheme);
      return (peers.parameters[id] || []).filter((cell) => cell.s === place).map((cell) => peer(cell, peers));
    });
  }

  /** The annotations of a clause. */
  function precedents(pilot, guards, peers, names) {
    return guards
      .filter((guard) => names.includes(guard.id) && guard.used)
      .map((guard) => {
        const same = followed(pilot, peers, guard.id).map(quoted);
        const near = guard.nearest.filter((one) => one.words).map(quoted);
        const text = `${guard.label}：${same.length ? `参照${same.join("；")}。` : ""}`;
        return text + guard.text + (near.length ? `相近规定：${near.join("；")}。` : "");
      });
  }

  Object.assign(Atlas.drafting, { UNIT, units, formula, written, order, size, guardrail, guardrails, precedents, peerName });
})((globalThis.Atlas ??= {}));
