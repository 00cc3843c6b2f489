/* What people type into a form, read strictly: amounts, terms, rates, days. Full-width signs, thousands separators and
   the units people write are understood; whatever is not, is refused with a sentence for its field and never guessed. */
(function (Atlas) {
  "use strict";
  const { plain } = Atlas.costs.decimals;
  const { isDay } = Atlas.costs.request;

  /** @typedef {{value?: string, fault?: string}} Read  the plain form that the engine reads, or what is wrong */

  const LONGEST = 40;
  const NUMBER = /^(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?$/;
  const DIGITS = "零一二三四五六七八九";
  const STEPS = { 十: 10, 百: 100, 千: 1000 };
  const MONEY = { "": 0, 元: 0, 万: 4, 万元: 4, 亿: 8, 亿元: 8 };
  const DAY = /^([0-9]{4})(?:-|\/|\.|年)([0-9]{1,2})(?:-|\/|\.|月)([0-9]{1,2})日?$/;

  /** Half-width and without space; what is too long to be a number is cut and marked, so that it is refused at once. */
  function tidy(text) {
    const short = text.length > 4 * LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    const half = short.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
    return half.replace(/^[\s\u3000¥￥]+|[\s\u3000]+$/g, "");
  }

  const quoted = (text) => `“${text.length > 12 ? `${text.slice(0, 12)}…` : text}”`;

  /** A Chinese numeral below 1e12 as a whole number, or null; only to suggest what to write. */
  function numeral(text) {
    let [total, section, digit] = [0, 0, 0];
    for (const sign of text.replace(/两/g, "二").replace(/〇/g, "零")) {
      if (DIGITS.includes(sign)) digit = DIGITS.indexOf(sign);
      else if (sign in STEPS) {
        section += (digit || 1) * STEPS[sign];
        digit = 0;
      } else if (sign === "万" || sign === "亿") {
        total = (total + section + digit) * (sign === "万" ? 1e4 : 1e8);
        [section, digit] = [0, 0];
      } else return null;
    }
    return total + section + digit;
  }

  /** A number times 10**places as a whole number, or a fault. */
  function scaled(text, places, words) {
    const found = NUMBER.exec(text);
    if (!found) {
      const suggestion = /^[零〇一二两三四五六七八九十百千万亿]+$/.test(text) ? numeral(text) : null;
      if (suggestion) return { fault: `请用阿拉伯数字，写成${suggestion}` };
      return { fault: `看不懂${quoted(text)}，请写成${words.like}` };
    }
    const [, sign, whole, part = ""] = found;
    if (sign) return { fault: "不能是负数" };
    const digits = whole.replace(/,/g, "");
    if (digits.length > LONGEST || part.length > LONGEST) return { fault: words.range };
    if (/[1-9]/.test(part.slice(Math.max(places, 0)))) return { fault: words.places };
    return { units: BigInt(digits + part.slice(0, places).padEnd(places, "0")) };
  }

  /** The unit at the end of a text and what stands before it. */
  const parted = (text, unit) => [text.replace(unit, "").trim(), (unit.exec(text) || [""])[0].trim()];

  /** Yuan up to `most` fen: `300000`, `300,000.50`, `30万`, `1.5万元`. @returns {Read} */
  function money(text, most = 10000000000n, top = "1亿元") {
    const like = "30万或300000";
    const [number, unit] = parted(tidy(text), /\s*[万亿]?元?$/);
    if (!tidy(text)) return { fault: `请填金额，例如${like}` };
    const words = { like, places: "最多写到分（两位小数）", range: `应在0.01元至${top}之间` };
    if (numeral(tidy(text).replace(/元$/, "")) && !NUMBER.test(number)) return scaled(tidy(text).replace(/元$/, ""), 2, words);
    const read = scaled(number, 2 + MONEY[unit], words);
    if (read.fault) return read;
    if (read.units < 1n || read.units > most) return { fault: words.range };
    return { value: plain(read.units, 2) };
  }

  /** Whole months: `12`, `12个月`, `1年`, `1.5年`. @returns {Read} */
  function months(text) {
    const like = "12个月或1年";
    const [number, unit] = parted(tidy(text), /\s*(?:个月|月|期|年)$/);
    if (!tidy(text)) return { fault: `请填期限，例如${like}` };
    if (tidy(text) === "半年") return { fault: "请用阿拉伯数字，写成6个月" };
    const words = { like, places: "应是整月数", range: "应在1至120个月之间" };
    const read = scaled(number, unit === "年" ? 2 : 0, words);
    if (read.fault) return unit && read.fault.startsWith("请用") ? { fault: read.fault + unit } : read;
    const count = unit === "年" ? read.units * 12n : read.units;
    if (unit === "年" && count % 100n) return { fault: words.places };
    const whole = unit === "年" ? count / 100n : count;
    if (whole < 1n || whole > 120n) return { fault: words.range };
    return { value: String(whole) };
  }

  /** A rate in per cent up to `most`, `6.09%` or `6.09`, as a fraction. @returns {Read} */
  function rate(text, most = 100n) {
    const number = tidy(text).replace(/\s*%$/, "");
    if (!number) return { fault: "请填百分数，例如6.09%" };
    const range = `应在0至${most}%之间`;
    const read = scaled(number, 6, { like: "6.09%", places: "最多六位小数", range });
    if (read.fault) return read;
    return read.units > most * 1000000n ? { fault: range } : { value: plain(read.units, 8) };
  }

  /** A day, `2018-07-02`, `2018/7/2` or `2018年7月2日`. @returns {Read} */
  function day(text) {
    const typed = tidy(text);
    const found = DAY.exec(typed) || /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(typed);
    if (!typed) return { fault: "请填日期，例如2026-11-20" };
    if (!found) return { fault: `看不懂${quoted(typed)}，请写成2026-11-20` };
    const value = [found[1], found[2].padStart(2, "0"), found[3].padStart(2, "0")].join("-");
    return isDay(value) ? { value } : { fault: `没有${quoted(typed)}这一天` };
  }

  /** A month after drawdown, 0 to 120. @returns {Read} */
  function month(text) {
    const range = "应在0至120之间";
    const [number] = parted(tidy(text), /\s*(?:个月|月)$/);
    const read = scaled(number.replace(/^第\s*/, ""), 0, { like: "6", places: "应是整数", range });
    if (read.fault) return read;
    return read.units > 120n ? { fault: range } : { value: String(read.units) };
  }

  Atlas.inputs = Object.freeze({ tidy, money, months, rate, day, month });
})((globalThis.Atlas = globalThis.Atlas || {}));
