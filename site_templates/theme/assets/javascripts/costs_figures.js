/* Exact figures of the calculator: numbers, schedules, annualised rates, canonical JSON. Mirror of the Python
   modules of the same names in generator/costs, which give the formulas, the rules and the proofs. */
(function (Atlas) {
  "use strict";
  const { divideHalfUp } = Atlas.quantities;

  // --- decimals: numbers read and written exactly

  /** @typedef {{n: bigint, d: bigint}} Ratio  n/d with d above zero, not reduced */

  const PLACES = 8;
  const UNIT = 100000000n;
  const PLAIN = /^-?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?$/;

  /** Not a number as asked; `message` is not_a_number, too_precise or out_of_range. */
  class Unreadable extends Error {}

  const ratio = (n, d = 1n) => ({ n, d });
  const plus = (a, b) =>
    a.d === b.d ? ratio(a.n + b.n, a.d) : ratio(a.n * b.d + b.n * a.d, a.d * b.d);
  const minus = (a, b) => plus(a, ratio(-b.n, b.d));
  const times = (a, b) => ratio(a.n * b.n, a.d * b.d);
  /** Below, at or above zero as a - b is. */
  const compare = (a, b) => a.n * b.d - b.n * a.d;
  /** Whole units nearest to a ratio, halves away from zero. */
  const rounded = (a) => divideHalfUp(a.n, a.d);

  /** A fraction a year (or of a base) in units of 1e-8; its text is a plain decimal. */
  class Rate {
    constructor(units) {
      this.units = units;
    }
    /** The ratio rounded half-up, away from zero, to 1e-8. */
    static of(value) {
      return new Rate(divideHalfUp(value.n * UNIT, value.d));
    }
    get exact() {
      return ratio(this.units, UNIT);
    }
    toString() {
      return plain(this.units, PLACES);
    }
  }

  function plain(scaled, places) {
    const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, "0");
    const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
    return scaled < 0n ? `-${text}` : text;
  }

  function yuan(fen) {
    const digits = String(fen < 0n ? -fen : fen).padStart(3, "0");
    return `${fen < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }

  function decimal(text) {
    const [, sign, whole, part = "", exponent = "0"] = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-]?[0-9]+))?$/.exec(text);
    const power = Number(exponent) - part.length;
    const digits = BigInt(sign + whole + part);
    return power < 0 ? ratio(digits, 10n ** BigInt(-power)) : ratio(digits * 10n ** BigInt(power));
  }

  /** A number of a published record, exactly; null for anything else. */
  function number(value) {
    return typeof value === "number" && Number.isFinite(value) ? decimal(String(value)) : null;
  }

  /** A number of a request (JSON number or plain decimal string) times 10**places; throws Unreadable. @returns {bigint} */
  function scaled(value, places) {
    if (value === Infinity || value === -Infinity) throw new Unreadable("out_of_range");
    const exact = typeof value === "string" && PLAIN.test(value) ? decimal(value) : number(value);
    if (exact === null) throw new Unreadable("not_a_number");
    const units = exact.n * 10n ** BigInt(places);
    if (units % exact.d !== 0n) throw new Unreadable("too_precise");
    return units / exact.d;
  }

  function spokenMoney(fen) {
    const plainly = plain(fen, 2);
    return [fen && fen % 1000000n === 0n ? `${fen / 1000000n}万元` : `${plainly}元`, `${plainly} yuan`];
  }
  const spokenRate = (value) => plain(Rate.of(value).units, PLACES - 2) + "%";
  const spokenMonths = (months) => [`${months}个月`, `${months} months`];

  /** The whole months of a published duration, or null. */
  function monthsOf(duration) {
    const months = isRecord(duration) ? duration.months : null;
    return Number.isInteger(months) ? months : null;
  }

  function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  const has = (record, key) => Object.prototype.hasOwnProperty.call(record, key);

  const decimals = {
    UNIT, Unreadable, Rate, ratio, plus, minus, times, compare, rounded, plain, yuan, number, scaled,
    spokenMoney, spokenRate, spokenMonths, monthsOf, isRecord, has,
  };

  // --- arithmetic: repayment schedules in whole fen

  /** A monthly rate is an annual rate's units over this. */
  const YEAR = 12n * UNIT;
  const METHODS = ["equal_instalment", "equal_principal", "interest_only", "bullet"];

  /** @typedef {{payment: bigint, principal: bigint, interest: bigint, balance: bigint}} Row  in fen */

  /** The level payment 等额本息 of `amount` fen at `rate` (1e-8 a year). @returns {bigint} fen */
  function levelPayment(amount, rate, months) {
    if (rate === 0n) return divideHalfUp(amount, BigInt(months));
    const grown = (YEAR + rate) ** BigInt(months);
    return divideHalfUp(amount * rate * grown, YEAR * (grown - YEAR ** BigInt(months)));
  }

  /** The rows of a loan of `amount` fen at `rate` (1e-8 a year); throws for an unknown method. @returns {Row[]} */
  function schedule(amount, rate, months, method) {
    if (!METHODS.includes(method)) throw new RangeError(method);
    const atOnce = method === "bullet";
    const level = method === "equal_instalment" ? levelPayment(amount, rate, months) : null;
    const part = method === "equal_principal" ? divideHalfUp(amount, BigInt(months)) : 0n;
    const rows = [];
    let balance = amount;
    for (let period = 1; period <= months; period++) {
      const last = period === months;
      let interest = 0n;
      if (!atOnce) interest = divideHalfUp(balance * rate, YEAR);
      else if (last) interest = divideHalfUp(amount * rate * BigInt(months), YEAR);
      const due = level === null ? part : level - interest;
      const principal = last || due > balance ? balance : due;
      balance -= principal;
      rows.push({ payment: principal + interest, principal, interest, balance });
    }
    return rows;
  }

  /** When the premium is paid and for how many months each time. */
  function instalments(months, payment) {
    if (payment === "single") return [[0, months]];
    const paid = [];
    for (let start = 0; start < months; start += 12) paid.push([start, Math.min(12, months - start)]);
    return paid;
  }

  const arithmetic = { METHODS, levelPayment, schedule, instalments };

  // --- irr: annualised rates, right in all eight decimals

  /** @typedef {{simple: bigint | null, compound: bigint | null, reason: string | null}} Annualised  1e-8 a year */
  // An interval {lower, upper, bits}: the root lies above lower and at or below upper, both over 2**bits.

  const NOT_UNIQUE = "rate_not_unique";
  const NOT_DEFINED = "rate_not_defined";
  const BITS = 44;

  /** The rates of monthly flows in fen: received positive, paid negative, month 0 first. @returns {Annualised} */
  function annualised(all) {
    const first = all.findIndex((flow) => flow !== 0n);
    let end = all.length;
    while (end > 0 && all[end - 1] === 0n) end--;
    const flows = first < 0 ? [] : all.slice(first, end);
    const totals = runningTotals(flows);
    const changes = signChanges(totals);
    if (!flows.length || changes > 1) return none(changes > 1 ? NOT_UNIQUE : NOT_DEFINED);
    const total = totals[totals.length - 1];
    if (total === 0n) {
      const sum = totals.reduce((a, b) => a + b, 0n);
      if (changes && sum * totals[0] < 0n) return none(NOT_UNIQUE);
      return { simple: 0n, compound: 0n, reason: null };
    }
    if (changes) return solve(flows, flows, false);
    const backwards = flows.slice().reverse();
    const back = signChanges(runningTotals(backwards));
    if (back !== 1) return none(back ? NOT_UNIQUE : NOT_DEFINED);
    return solve(flows, backwards, true);
  }

  const none = (reason) => ({ simple: null, compound: null, reason });

  function runningTotals(flows) {
    let total = 0n;
    return flows.map((flow) => (total += flow));
  }

  function signChanges(totals) {
    const signs = totals.filter((total) => total !== 0n).map((total) => total > 0n);
    return signs.filter((sign, k) => k > 0 && sign !== signs[k - 1]).length;
  }

  function solve(flows, coefficients, belowZero) {
    const interval = guess(coefficients);
    const simple = settle(flows, coefficients, interval, belowZero, 1n);
    const compound = settle(flows, coefficients, interval, belowZero, 12n);
    return { simple, compound, reason: null };
  }

  /** A narrow interval around the root. Doubles guess and decide nothing: its ends are proven, or it is all of (0, 1]. */
  function guess(coefficients) {
    const rising = coefficients[0] > 0n;
    const numbers = coefficients.map(Number);
    let low = 0;
    let high = 1;
    for (let step = 0; step < 50; step++) {
      const middle = (low + high) / 2;
      let value = 0;
      for (let k = numbers.length - 1; k >= 0; k--) value = value * middle + numbers[k];
      if (value > 0 === rising) low = middle;
      else high = middle;
    }
    const bits = BigInt(BITS);
    const start = BigInt(Math.floor(low * 2 ** BITS));
    const lower = start > 1n ? start - 1n : 0n;
    const upper = start + 2n < 1n << bits ? start + 2n : 1n << bits;
    const proven = (lower === 0n || isBefore(coefficients, lower, bits)) && !isBefore(coefficients, upper, bits);
    return proven ? { lower, upper, bits } : { lower: 0n, upper: 1n << bits, bits };
  }

  /** Whether point / 2**bits lies before the root. */
  function isBefore(coefficients, point, bits) {
    let value = 0n;
    let shift = 0n;
    for (let k = coefficients.length - 1; k >= 0; k--) {
      value = value * point + (coefficients[k] << shift);
      shift += bits;
    }
    return value * coefficients[0] > 0n;
  }

  /** (growth**power - 1)·12/power in units of 1e-8; narrows the interval as far as it needs. */
  function settle(flows, coefficients, interval, belowZero, power) {
    for (;;) {
      if (interval.lower > 0n) {
        const one = unitsAt(interval.lower, interval.bits, belowZero, power);
        const other = unitsAt(interval.upper, interval.bits, belowZero, power);
        if (one === other) return one;
        const low = one < other ? one : other;
        const high = one < other ? other : one;
        const half = 2n * low + 1n;
        const growth = ratio(24n * UNIT + half * power, 24n * UNIT);
        if (high === low + 1n && growsBy(flows, growth, power)) return half > 0n ? high : low;
      }
      halve(coefficients, interval);
    }
  }

  function unitsAt(end, bits, belowZero, power) {
    const whole = (1n << bits) ** power;
    const point = end ** power;
    const [growth, base] = belowZero ? [point, whole] : [whole, point];
    return divideHalfUp((growth - base) * UNIT * (12n / power), base);
  }

  function halve(coefficients, interval) {
    if (interval.upper - interval.lower === 1n) {
      interval.lower *= 2n;
      interval.upper *= 2n;
      interval.bits += 1n;
    }
    const middle = (interval.lower + interval.upper) / 2n;
    if (isBefore(coefficients, middle, interval.bits)) interval.lower = middle;
    else interval.upper = middle;
  }

  /**
   * Whether x = growth**(1/power) solves the flows exactly: the remainder modulo x**m - s vanishes,
   * with growth = s**d for the largest d that divides power, and m = power/d.
   */
  function growsBy(flows, growth, power) {
    if (growth.n <= 0n) return false;
    const [numerator, denominator] = reduced(growth.n, growth.d);
    for (const divisor of [12n, 6n, 4n, 3n, 2n, 1n]) {
      if (power % divisor !== 0n) continue;
      const top = wholeRoot(numerator, divisor);
      const bottom = wholeRoot(denominator, divisor);
      if (top === null || bottom === null) continue;
      const step = Number(power / divisor);
      const last = flows.length - 1;
      const highest = Math.floor(last / step);
      const remainder = new Array(step).fill(0n);
      flows.forEach((flow, month) => {
        const degree = Math.floor((last - month) / step);
        remainder[(last - month) % step] += flow * top ** BigInt(degree) * bottom ** BigInt(highest - degree);
      });
      return remainder.every((value) => value === 0n);
    }
    return false;
  }

  function reduced(n, d) {
    let [a, b] = [n, d];
    while (b) [a, b] = [b, a % b];
    return [n / a, d / a];
  }

  function wholeRoot(value, degree) {
    let low = 1n;
    let high = 1n << (BigInt(value.toString(2).length) / degree + 1n);
    while (low < high) {
      const middle = (low + high) / 2n;
      if (middle ** degree < value) low = middle + 1n;
      else high = middle;
    }
    return low ** degree === value ? low : null;
  }

  // --- writing: byte for byte as generator/costs/writing.py

  /** A response as one line of JSON with LF; throws for a value that has no place in one. */
  const write = (response) => written(response) + "\n";

  function written(value) {
    if (typeof value === "string" || typeof value === "boolean" || value === null) return JSON.stringify(value);
    if (Number.isSafeInteger(value) || value instanceof Rate) return String(value);
    if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
    if (typeof value !== "object") throw new TypeError(`${typeof value} has no place in a response`);
    return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${written(item)}`).join(",")}}`;
  }

  Atlas.costs = { decimals, arithmetic, irr: { annualised }, write };
})((globalThis.Atlas = globalThis.Atlas || {}));
