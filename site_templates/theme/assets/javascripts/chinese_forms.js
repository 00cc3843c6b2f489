/* How official Chinese texts write numbers, amounts, shares, terms and dates; mirror of generator/chinese_forms.py.
   A number is held as digits / 10**scale with a BigInt: no binary fraction is ever calculated with. */
(function (Atlas) {
  "use strict";

  const DIGITS = "零一二三四五六七八九";
  const LARGEST_CN = 99999999;
  const DECIMAL = /^-?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?$/;
  const DATE = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/;

  /** A value that the form cannot write; the message says why, in Chinese. */
  class Unwritable extends Error {}

  /** The whole number that a JSON value is, or null. */
  const whole = (value) => (Number.isSafeInteger(value) ? value + 0 : null);

  /** digits / 10**scale without trailing zeros. */
  function reduced(digits, scale) {
    while (scale > 0 && digits % 10n === 0n) {
      digits /= 10n;
      scale -= 1;
    }
    return { digits, scale };
  }

  /** The number that a JSON value is, exactly. */
  function exact(value) {
    const text = typeof value === "string" && DECIMAL.test(value) ? value : shortest(value);
    const [, sign, head, tail = "", exponent = "0"] = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-]?[0-9]+))?$/.exec(text);
    const scale = tail.length - Number(exponent);
    const digits = BigInt(sign + head + tail);
    return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : reduced(digits, scale);
  }

  function shortest(value) {
    const readable = whole(value) !== null || (Number.isFinite(value) && !Number.isInteger(value));
    if (!readable) throw new Unwritable("不是数");
    return String(value + 0);
  }

  /** A number divided by 10**places (multiplied where places is below zero). */
  function shifted({ digits, scale }, places) {
    const moved = scale + places;
    return moved < 0 ? { digits: digits * 10n ** BigInt(-moved), scale: 0 } : reduced(digits, moved);
  }

  function plain({ digits, scale }) {
    const all = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
    const text = scale ? `${all.slice(0, -scale)}.${all.slice(-scale)}` : all;
    return digits < 0n ? `-${text}` : text;
  }

  function natural(value, largest) {
    const found = whole(value);
    if (found === null || found < 0 || found > largest) throw new Unwritable(`不是0至${largest}的整数`);
    return found;
  }

  const number = (value) => plain(exact(value));

  function money(value) {
    const yuan = exact(value);
    for (const [unit, power, places] of [["亿元", 8, 2], ["万元", 4, 4]]) {
      const scaled = shifted(yuan, power);
      const size = scaled.digits < 0n ? -scaled.digits : scaled.digits;
      if (size >= 10n ** BigInt(scaled.scale) && scaled.scale <= places) return plain(scaled) + unit;
    }
    if (yuan.scale > 2) throw new Unwritable("金额不能有不足一分的零头");
    return `${plain(yuan)}元`;
  }

  const percent = (value) => `${plain(shifted(exact(value), -2))}%`;

  function belowTenThousand(counted) {
    let [text, gap] = ["", false];
    for (const [size, unit] of [[1000, "千"], [100, "百"], [10, "十"], [1, ""]]) {
      const digit = Math.floor(counted / size);
      counted %= size;
      if (digit) {
        text += (gap ? DIGITS[0] : "") + DIGITS[digit] + unit;
        gap = false;
      } else if (text) gap = true;
    }
    return text;
  }

  function cn(value) {
    const counted = natural(value, LARGEST_CN);
    const high = Math.floor(counted / 10000);
    const low = counted % 10000;
    let text = high ? `${belowTenThousand(high)}万` : belowTenThousand(low) || DIGITS[0];
    if (high && low) text += (low < 1000 ? DIGITS[0] : "") + belowTenThousand(low);
    return text.startsWith("一十") ? text.slice(1) : text;
  }

  function percentCn(value) {
    const share = shifted(exact(value), -2);
    if (share.digits < 0n) throw new Unwritable("不能为负");
    const [head, tail = ""] = plain(share).split(".");
    const spoken = [...tail].map((digit) => DIGITS[Number(digit)]).join("");
    return `百分之${cn(Number(head))}${spoken ? `点${spoken}` : ""}`;
  }

  function tenths(value) {
    const { digits, scale } = shifted(exact(value), -2);
    if (scale || digits < 10n || digits >= 100n) throw new Unwritable("不能写成几成");
    const [head, tail] = [Number(digits / 10n), Number(digits % 10n)];
    return `${DIGITS[head]}成${tail ? DIGITS[tail] : ""}`;
  }

  function ratio(value) {
    if (!Array.isArray(value) || value.length < 2) throw new Unwritable("不是两个以上的份额");
    const shares = value.map(exact);
    for (const power of [1, 2]) {
      const scaled = shares.map((share) => shifted(share, -power));
      if (scaled.every((share) => share.scale === 0 && share.digits >= 0n)) return scaled.map(plain).join("：");
    }
    throw new Unwritable("份额不是整数百分比");
  }

  function months(value) {
    const counted = natural(value, LARGEST_CN);
    return counted && counted % 12 === 0 ? `${counted / 12}年` : `${counted}个月`;
  }

  function duration(value) {
    const units = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
    if (units.length === 1) {
      const [unit] = units;
      if (unit === "months") return months(value[unit]);
      if (unit === "days") return `${natural(value[unit], LARGEST_CN)}天`;
      if (unit === "working_days") return `${natural(value[unit], LARGEST_CN)}个工作日`;
    }
    throw new Unwritable("不是期限");
  }

  function daysIn(year, month) {
    if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
    return [4, 6, 9, 11].includes(month) ? 30 : 31;
  }

  function dateParts(value) {
    const found = typeof value === "string" ? DATE.exec(value) : null;
    const parts = found ? found.slice(1).filter(Boolean).map(Number) : [];
    const [year, month, day] = parts;
    const impossible =
      !year || (parts.length > 1 && (month < 1 || month > 12)) || (parts.length > 2 && (day < 1 || day > daysIn(year, month)));
    if (impossible) throw new Unwritable("不是日期");
    return parts;
  }

  const date = (value) => dateParts(value).map((part, place) => part + "年月日"[place]).join("");

  function dateCn(value) {
    const [year, ...rest] = dateParts(value);
    const spoken = [...String(year).padStart(4, "0")].map((digit) => (digit === "0" ? "〇" : DIGITS[Number(digit)]));
    return `${spoken.join("")}年${rest.map((part, place) => cn(part) + "月日"[place]).join("")}`;
  }

  function basisPoints(value) {
    const points = whole(value);
    if (points === null) throw new Unwritable("不是整数");
    return `${points}个基点`;
  }

  const times = (value) => `${number(value)}倍`;

  function uplift(value) {
    const { digits, scale } = exact(value);
    const change = digits - 10n ** BigInt(scale);
    if (change === 0n) return "不浮动";
    const size = shifted({ digits: change < 0n ? -change : change, scale }, -2);
    return `${change > 0n ? "上浮" : "下浮"}${plain(size)}%`;
  }

  Atlas.chinese = Object.freeze({
    Unwritable, whole, number, money, percent, cn, percentCn, tenths, ratio, months, duration, date, dateCn,
    basisPoints, times, uplift,
  });
})((globalThis.Atlas ??= {}));
