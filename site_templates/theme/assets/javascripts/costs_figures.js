/* Exact figures of the calculators. Mirror of the Python module decimals in generator/costs, which gives the rules. */
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

  Atlas.costs = { decimals };
})((globalThis.Atlas = globalThis.Atlas || {}));
