/* Exact figures of the treasury's estimate: fractions, curves over the loss, the binomial tail, checks and requests.
   Mirror of the Python modules of the same names in generator/fiscal, which give the rules. */
(function (Atlas) {
  "use strict";
  const { divideHalfUp } = Atlas.quantities;
  const { UNIT, Unreadable, Rate, ratio, compare, yuan, scaled, isRecord, has } = Atlas.costs.decimals;
  const { ROUTES, PREMIUM_BASES, isDay } = Atlas.costs.request;

  const mapValues = (record, make) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]));

  // --- fractions: as the calculator's ratios, shortened where they grow long

  const LONG = 1n << 320n;

  function fraction(n, d = 1n) {
    if (d < 0n) [n, d] = [-n, -d];
    return d < LONG ? ratio(n, d) : shortened(n, d);
  }
  function shortened(n, d) {
    let [a, b] = [n < 0n ? -n : n, d];
    while (b) [a, b] = [b, a % b];
    return ratio(n / a, d / a);
  }
  const ZERO = ratio(0n);
  const ONE = ratio(1n);
  const plus = (a, b) => (a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d));
  const minus = (a, b) => plus(a, ratio(-b.n, b.d));
  const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
  const over = (a, b) => fraction(a.n * b.d, a.d * b.n);
  const smaller = (a, b) => (compare(a, b) <= 0n ? a : b);
  const equal = (a, b) => compare(a, b) === 0n;
  /** A rate entered in units of 1e-8, or null. */
  const exact = (units) => (units === null ? null : ratio(units, UNIT));

  /** The sum of amounts; null where one is unknown. */
  const total = (...amounts) => (amounts.includes(null) ? null : amounts.reduce(plus, ZERO));
  /** The smaller of two amounts, of which an unknown one does not bind. */
  const lower = (one, other) => (one === null ? other : other === null ? one : smaller(one, other));
  /** A quotient; null where a part is unknown or would divide by zero. */
  const quotient = (one, other) => (one === null || other === null || other.n === 0n ? null : over(one, other));
  const fen = (amount) => (amount === null ? null : divideHalfUp(amount.n, amount.d));
  const money = (amount) => (amount === null ? null : yuan(fen(amount)));
  const rateOf = (value) => (value === null ? null : Rate.of(value));
  /** The sum of some kinds of outlay as they are shown, in fen. */
  const shown = (kinds, names) => {
    const rounded = names.map((name) => fen(kinds[name]));
    return rounded.includes(null) ? null : rounded.reduce((a, b) => a + b, 0n);
  };

  // --- curves

  /** @typedef {{knots: [Ratio, Ratio][], slope: Ratio}} Curve  straight between its knots, of one slope beyond the last */

  const line = (slope, start = ZERO) => ({ knots: [[ZERO, start]], slope });
  const NOTHING = line(ZERO);

  function at({ knots, slope }, loss) {
    for (let k = 1; k < knots.length; k++) {
      const [[x0, y0], [x1, y1]] = [knots[k - 1], knots[k]];
      if (compare(loss, x1) <= 0n) return plus(y0, over(times(minus(y1, y0), minus(loss, x0)), minus(x1, x0)));
    }
    const [x0, y0] = knots[knots.length - 1];
    return plus(y0, times(slope, minus(loss, x0)));
  }

  /** The least loss at which the amount is at least `level`, or from which on it exceeds it; null for never. */
  function reach({ knots, slope }, level, strict) {
    const passes = (amount) => (strict ? compare(amount, level) > 0n : compare(amount, level) >= 0n);
    for (let k = 1; k < knots.length; k++) {
      const [[x0, y0], [x1, y1]] = [knots[k - 1], knots[k]];
      if (passes(y0)) return x0;
      if (passes(y1)) return plus(x0, over(times(minus(level, y0), minus(x1, x0)), minus(y1, y0)));
    }
    const [x0, y0] = knots[knots.length - 1];
    if (passes(y0)) return x0;
    return slope.n > 0n ? plus(x0, over(minus(level, y0), slope)) : null;
  }

  function joined(one, other) {
    const all = [...one.knots, ...other.knots].map(([x]) => x).sort((a, b) => Number(compare(a, b) > 0n) - Number(compare(a, b) < 0n));
    return all.filter((x, k) => k === 0 || !equal(x, all[k - 1]));
  }

  /** `factor` times one curve plus `otherFactor` times another. */
  const blend = (one, other, factor, otherFactor) => ({
    knots: joined(one, other).map((x) => [x, plus(times(factor, at(one, x)), times(otherFactor, at(other, x)))]),
    slope: plus(times(factor, one.slope), times(otherFactor, other.slope)),
  });
  const add = (one, other) => blend(one, other, ONE, ONE);
  const less = (one, other) => blend(one, other, ONE, ratio(-1n));
  const timesCurve = (curve, factor) => ({ knots: curve.knots.map(([x, y]) => [x, times(factor, y)]), slope: times(factor, curve.slope) });

  /** The lower of two curves at every loss. */
  function least(one, other) {
    const met = joined(one, other).map((x) => [x, at(one, x), at(other, x)]);
    const knots = [];
    met.forEach(([x, y, z], k) => {
      if (k) {
        const [x0, y0, z0] = met[k - 1];
        const [before, after] = [minus(y0, z0), minus(y, z)];
        if (before.n * after.n < 0n) {
          const part = over(before, minus(before, after));
          knots.push([plus(x0, times(minus(x, x0), part)), plus(y0, times(minus(y, y0), part))]);
        }
      }
      knots.push([x, smaller(y, z)]);
    });
    const [x, y, z] = met[met.length - 1];
    let apart = minus(y, z);
    const closing = minus(one.slope, other.slope);
    if (apart.n * closing.n < 0n) {
      const way = over(apart, closing);
      knots.push([minus(x, way), minus(y, times(one.slope, way))]);
      apart = ZERO;
    }
    return { knots, slope: apart.n === 0n ? smaller(one.slope, other.slope) : apart.n < 0n ? one.slope : other.slope };
  }
  const upTo = (curve, limit) => least(curve, line(ZERO, limit));
  const beyond = (curve, limit) => less(curve, upTo(curve, limit));

  // --- binomial

  const MOST_LOANS = 5000;

  /** P(X >= defaults) over equal loans, as a rate rounded once. */
  function tail(loans, rate, defaults) {
    if (defaults <= 0) return new Rate(UNIT);
    if (defaults > loans) return new Rate(0n);
    const { n: hits, d: whole } = shortened(rate.n, rate.d);
    const misses = whole - hits;
    let [sum, ways, power] = [0n, 1n, 1n];
    for (let j = 0; j < defaults; j++) {
      sum = sum * misses + ways * power;
      ways = (ways * BigInt(loans - j)) / BigInt(j + 1);
      power *= hits;
    }
    const all = whole ** BigInt(loans);
    return new Rate(divideHalfUp((all - sum * misses ** BigInt(loans - defaults + 1)) * UNIT, all));
  }

  // --- messages

  class Checks extends Atlas.costs.messages.Checks {
    constructor(sentences) {
      super(sentences);
      this.missing = [];
    }

    /** Add a check; `what` names a parameter, `field` a place in the request. */
    add(code, provisions = [], words = {}) {
      const { field = null, what = null } = words;
      super.add(code, provisions, field === null ? words : { field: this.fieldName(field) });
      const { level, message, evidence } = this.listed.pop();
      this.listed.push({ level, code, field, parameter: what, message, notes: notesOf(provisions), evidence });
    }

    /** Say that a field of the request must be entered, and why. */
    need(field, parameter, reason, provisions = []) {
      if (this.missing.some((one) => one.input === field)) return;
      const why = this.sentences.reasons[reason];
      const [zh, en] = this.fieldName(field);
      const message = { zh: `${why.zh}，请填写${zh}`, en: `${why.en[0].toUpperCase()}${why.en.slice(1)}; enter: ${en}` };
      super.add("missing", provisions, { field: [zh, en] });
      const { evidence } = this.listed.pop();
      this.missing.push({ input: field, parameter, reason, message, notes: notesOf(provisions), evidence });
    }

    fieldName(path) {
      const [, head, place, rest = ""] = /^([^[]*)(?:\[([^\]]*)\](.*))?$/.exec(path);
      const { fields } = this.sentences;
      const { zh, en } = fields[head + rest] || fields[(head + rest).split(".")[0]];
      return place ? [`${zh}（第${place}项）`, `${en} (no. ${place})`] : [zh, en];
    }
  }

  const sentencesOf = ({ checks, fiscal }) => ({ ...fiscal, codes: { ...checks.codes, ...fiscal.codes }, what: { ...checks.what, ...fiscal.what } });
  const notesOf = (provisions) => provisions.map((p) => p.note).filter((note) => typeof note === "string");

  // --- request

  const PARTIES = [
    "bank", "insurer", "guarantor", "fund", "fund_manager", "government", "government:province", "government:city",
    "government:county", "borrower",
  ];
  const COMPENSATED = ["principal_loss", "principal_and_interest_loss", "loss", "payout", "bad_loans", "excess_claims"];
  const OPERATORS = [">=", ">"];
  const LOSS_RATES = [UNIT / 100n, (UNIT * 3n) / 100n, UNIT / 20n, UNIT / 10n];
  const MOST_FEN = 10n ** 14n;
  const MOST_MONTHS = 120n;
  const MOST_ITEMS = 20;

  /** A request, or null with its faults as [code, path]; money in fen, rates in units of 1e-8. */
  function parse(raw, borrowers, groups) {
    const faults = [];
    const fault = (code, path) => {
      faults.push([code, path]);
      return null;
    };
    // Shapes: each reads a value at a path, notes what is wrong with it, and gives null then and where there is none.
    const amount = (places, low, high, required) => (value, path) => {
      if (value === null) return required ? fault("missing", path) : null;
      try {
        const read = scaled(value, places);
        return read < low || read > high ? fault("out_of_range", path) : read;
      } catch (unread) {
        if (!(unread instanceof Unreadable)) throw unread;
        return fault(unread.message, path);
      }
    };
    const money = (required = false, low = 0n) => amount(2, low, MOST_FEN, required);
    const rate = (required = false, most = 1n) => amount(8, 0n, most * UNIT, required);
    const choice = (allowed) => (value, path) =>
      value === null || (typeof value === "string" && allowed.includes(value)) ? value : fault("unknown", path);
    const day = (value, path) => (value === null || isDay(value) ? value : fault("not_a_date", path));
    const record = (shapes) => (value, path) => {
      if (value === null) return null;
      if (!isRecord(value)) return fault("not_an_object", path);
      if (Object.keys(value).some((name) => !has(shapes, name))) fault("unknown", path);
      const start = path ? `${path}.` : "";
      return mapValues(shapes, (shape, name) => shape(has(value, name) ? value[name] ?? null : null, start + name));
    };
    const list = (shape, fewest = 1) => (value, path) => {
      if (value === null) return [];
      const sound = Array.isArray(value) && value.length >= fewest && value.length <= MOST_ITEMS;
      if (!sound) fault("not_a_list", path);
      return sound ? value.map((item, k) => shape(item, `${path}[${k + 1}]`)) : [];
    };
    const several = (shape) => (value, path) => (value === null || Array.isArray(value) ? list(shape)(value, path) : [shape(value, path)]);
    const shares = (value, path) => {
      const before = faults.length;
      const parts = record(Object.fromEntries(PARTIES.map((party) => [party, rate()])))(value, path);
      if (parts === null) return null;
      const given = new Map(Object.entries(parts).filter(([, part]) => part !== null));
      if (faults.length === before && [...given.values()].reduce((a, b) => a + b, 0n) !== UNIT) fault("do_not_add_up", path);
      return given;
    };
    const compensations = several(
      record({
        rate: rate(), of: choice(COMPENSATED), payer: choice(PARTIES), payee: choice(PARTIES), cap: money(), threshold: rate(false, 100n),
      }),
    );
    const read = record({
      lending: money(true, 1n), average_loan: money(true, 1n), months: amount(0, 1n, MOST_MONTHS, true),
      default_rate: rate(true), loss_given_default: rate(true),
      borrower: choice([...borrowers.keys()]), groups: list(choice([...groups.keys()]), 0), route: choice(ROUTES), drawdown: day,
      annual_rate: rate(), premium_rate: rate(), premium_base: choice(PREMIUM_BASES), subsidy_rate: rate(),
      loss_base: choice(PREMIUM_BASES), shares, compensation: compensations, excess: compensations,
      layer_limits: list(money(true)), payout_cap: money(),
      trigger: record({ op: choice(OPERATORS), threshold: rate(false, 100n) }),
      budget: record({ subsidies: money(), rewards: money(), compensation: money() }),
      early: record({ share: rate(true), after: amount(0, 0n, MOST_MONTHS, true) }),
      loss_rates: list(rate(true)),
      years: list(record({ lending: money(), default_rate: rate(), loss_given_default: rate() })),
      lag: amount(0, 0n, 1n),
    })(raw, "");
    const { early } = read;
    if (early && ![early.share, early.after, read.months].includes(null) && early.after > read.months) fault("out_of_range", "early.after");
    if (faults.length) return { request: null, faults };
    const { months, lending, default_rate, loss_given_default } = read;
    const request = {
      ...read,
      months: Number(months),
      groups: new Set(read.groups),
      trigger: read.trigger || { op: null, threshold: null },
      budget: new Map(Object.entries(read.budget || {}).filter(([, one]) => one !== null)),
      loss_rates: read.loss_rates.length ? read.loss_rates : LOSS_RATES,
      years: read.years.map((year) => mapValues({ lending, default_rate, loss_given_default }, (general, name) => (year || {})[name] ?? general)),
    };
    return { request, faults };
  }

  Atlas.fiscal = {
    figures: { ZERO, ONE, ratio, compare, plus, minus, times, over, smaller, mapValues, equal, exact, total, lower, quotient, fen, money, rateOf, shown },
    curves: { NOTHING, line, at, reach, add, less, timesCurve, least, upTo, beyond },
    binomial: { MOST_LOANS, tail },
    messages: { Checks, sentencesOf },
    request: { PARTIES, COMPENSATED, OPERATORS, MOST_FEN, MOST_MONTHS, parse },
  };
})((globalThis.Atlas = globalThis.Atlas || {}));
