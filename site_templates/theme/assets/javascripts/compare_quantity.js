/* Quantities as people type them (2%, 300万, 12个月) and as conditions keep them. */
(function (Atlas) {
  "use strict";
  const { ratio, times, number } = Atlas.costs.decimals;

  /** Unit of a parameter → the endings people type and the power or factor that leads to the unit. */
  const ENDINGS = {
    yuan: [["亿元", 100000000n], ["亿", 100000000n], ["万元", 10000n], ["万", 10000n], ["元", 1n]],
    fraction: [["%", null], ["个百分点", null]],
    months: [["个月", 1n], ["月", 1n], ["年", 12n]],
    days: [["个工作日", 1n], ["工作日", 1n], ["天", 1n], ["日", 1n]],
    multiple: [["倍", 1n]],
  };
  const HINTS = { yuan: "如 300万", fraction: "如 2%", months: "如 12个月", days: "如 10天", multiple: "如 10倍" };
  const PLAIN = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,8})?$/;

  /**
   * What was typed, as a plain decimal in the unit (yuan, fraction, months, days, multiple), or null.
   * @param {string} text
   * @param {string} unit
   * @returns {string | null}
   */
  function read(text, unit) {
    if (!Object.hasOwn(ENDINGS, unit)) return null;
    const typed = text.normalize("NFKC").replace(/[\s,，]/g, "");
    for (const [ending, factor] of ENDINGS[unit]) {
      if (!typed.endsWith(ending)) continue;
      const digits = typed.slice(0, -ending.length);
      if (!PLAIN.test(digits)) return null;
      return factor === null ? shifted(digits) : decimalText(times(number(Number(digits)), ratio(factor)));
    }
    // A bare number says nothing of a fraction or of an amount in 万; a length and a multiple have one unit each.
    return PLAIN.test(typed) && (unit === "multiple" || unit === "months" || unit === "days") ? typed : null;
  }

  /** The hundredth of a plain decimal. */
  function shifted(digits) {
    const [whole, part = ""] = digits.split(".");
    const padded = whole.padStart(3, "0");
    const text = `${padded.slice(0, -2)}.${padded.slice(-2)}${part}`;
    return text.replace(/^0+(?=[0-9])/, "").replace(/\.?0+$/, "") || "0";
  }

  /** A whole ratio, or one with few decimals, as a plain decimal. */
  function decimalText(value) {
    const scale = 100000000n;
    const digits = String((value.n * scale) / value.d).padStart(9, "0");
    return `${digits.slice(0, -8)}.${digits.slice(-8)}`.replace(/\.?0+$/, "");
  }

  /** A condition's number as it is said: 0.02 as 2%, 3000000 as 300万元, 12 as 1年. */
  function spoken(text, unit) {
    const value = number(Number(text));
    const scaled = (factor) => decimalText(times(value, factor));
    if (unit === "fraction") return `${scaled(ratio(100n))}%`;
    if (unit === "yuan") {
      if (value.n % (value.d * 100000000n) === 0n && value.n) return `${scaled(ratio(1n, 100000000n))}亿元`;
      return value.n >= value.d * 10000n ? `${scaled(ratio(1n, 10000n))}万元` : `${text}元`;
    }
    if (unit === "months") return Number(text) % 12 || text === "0" ? `${text}个月` : `${Number(text) / 12}年`;
    return text + (unit === "days" ? "天" : unit === "multiple" ? "倍" : "");
  }

  /** Whether a text is a number that a condition may hold. */
  const isPlain = (text) => PLAIN.test(text);

  Atlas.compare.quantity = Object.freeze({ HINTS, ENDINGS, read, spoken, isPlain });
})((globalThis.Atlas ??= {}));
