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
  const BASIS = { shares: "银行承担", rate_formula: "当前参照利率下的" };

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

  const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

  function best(favourable, found) {
    if (!found.length) return null;
    const sorted = [...found].sort(order);
    return favourable === "higher" ? sorted[sorted.length - 1] : favourable === "lower" ? sorted[0] : found[0];
  }

  /** The number as it stands in a sentence. */
  function written(kind, found) {
    if (kind === "money") return money(decimal(divideHalfUp(found, UNIT / 100n), 2));
    if (PER_CENT.includes(kind)) return percent(decimal(divideHalfUp(found, UNIT / 10000n), 4));
    const shown = decimal(divideHalfUp(found, UNIT / 100n), 2);
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

  const size = (value) => (value < 0n ? -value : value);
  const count = (known, test) => known.filter(test).length;

  function sentence(kind, own, known, n, of) {
    let text = `收录的${of}个方案中有${n}个作出规定`;
    if (!known.length) return `${text}。`;
    const least = written(kind, known[0]);
    const most = written(kind, known[known.length - 1]);
    const range = least === most ? `均为${least}` : `在${least}至${most}之间，中位数${written(kind, median(known))}`;
    text += `，其中${known.length}个可以比较大小，${range}`;
    if (own === null) return `${text}。`;
    const above = count(known, (one) => one < own);
    const below = count(known, (one) => one > own);
    const same = known.length - above - below;
    const parts = [above ? `高于其中${above}个` : "", below ? `低于${below}个` : "", same ? `与${same}个相同` : ""];
    return `${text}；本稿按${BASIS[kind] || ""}${written(kind, own)}计，${parts.filter(Boolean).join("、")}。`;
  }

  /** The scheme's name with its year where the name has none. */
  const peerName = (scheme) =>
    scheme.year === null || scheme.name.includes(String(scheme.year)) ? scheme.name : `${scheme.name}（${scheme.year}年）`;

  function peer(cell, peers) {
    const scheme = peers.schemes[cell.s];
    const words = cell.quotes.map(([locator, phrase]) => `${locator}“${phrase}”`).join("；");
    return { id: scheme.id, name: peerName(scheme), text: cell.text, words };
  }

  function ownFigure(pilot, parameter, peers) {
    const said = pilot.parameters[parameter.id] || { provisions: [] };
    const found = said.provisions
      .filter((p) => p.state === "stated")
      .map((p) => figure(parameter.kind, p.value, peers.reference))
      .filter((one) => one !== null);
    return best(parameter.favourable, found);
  }

  /** Numbers, sentence and nearest peers for one parameter of the pilot. */
  function guardrail(pilot, parameter, peers) {
    const cells = peers.parameters[parameter.id];
    const said = pilot.parameters[parameter.id];
    const used = Boolean(said) && said.provisions.some((p) => USED.includes(p.state));
    const own = ownFigure(pilot, parameter, peers);
    const numbers = cells
      .filter((cell) => cell.state === "stated" && cell.sort !== null)
      .map((cell) => [units(cell.sort), cell]);
    const known = numbers.map(([one]) => one).sort(order);
    const comparable = own !== null && known.length > 0;
    const near = comparable ? [...numbers].sort((a, b) => order(size(a[0] - own), size(b[0] - own))) : cells.map((cell) => [null, cell]);
    return {
      id: parameter.id,
      label: parameter.label,
      used,
      own,
      n: cells.length,
      of: peers.of,
      numbers: known.length,
      least: known.length ? known[0] : null,
      most: known.length ? known[known.length - 1] : null,
      median: median(known),
      above: comparable ? count(known, (one) => one < own) : null,
      below: comparable ? count(known, (one) => one > own) : null,
      text: sentence(parameter.kind, comparable ? own : null, known, cells.length, peers.of),
      nearest: near.slice(0, NEAREST).map(([, cell]) => peer(cell, peers)),
    };
  }

  const guardrails = (pilot, vocabulary, peers) => vocabulary.parameters.map((p) => guardrail(pilot, p, peers));

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

  Object.assign(Atlas.drafting, { UNIT, units, formula, written, order, guardrail, guardrails, precedents, peerName });
})((globalThis.Atlas ??= {}));
