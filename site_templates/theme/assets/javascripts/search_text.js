// How texts are compared in the search: folded, with figures in one form, and read in pinyin.
// The first two are those of generator/search_index/folding.py, by which the index was made.
(() => {
  "use strict";

  // --- folding ---

  /** The text by which words are compared: width, case, spaces and punctuation do not count. */
  function fold(text) {
    return text.normalize("NFKC").toLowerCase()
      .replace(/(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g, "")
      .replace(/(?<=[0-9])[^\p{L}\p{N}.%:+]+(?=[0-9])/gu, "-")
      .replace(/[^\p{L}\p{N}.%:+-]/gu, "")
      .replace(/(?<![0-9a-z%])[.:+-]|[.:+-](?![0-9a-z])/g, "");
  }

  // --- figures ---

  const FIGURE = new RegExp(
    "百分之(?<percent>[0-9]{1,12}(?:\\.[0-9]{1,4})?|[零〇一二两三四五六七八九十百]+)"
    + "|(?<number>(?<![0-9.第])[0-9]{1,12}(?:\\.[0-9]{1,4})?|(?<!第)[零〇一二两三四五六七八九十百千]+)"
    + "(?<unit>(?:亿|千万|百万|十万|万|千|百)?元|(?:亿|千万|百万|十万|万)(?![户家笔人亩头])"
    + "|%|个?百分点|个?基点|个?bps?|成(?![长立本效员为功交果品])"
    + "|个月|年(?!度)|个?工作日|天|日|周?岁|倍)?", "g");
  const MONEY = {亿: 8, 千万: 7, 百万: 6, 十万: 5, 万: 4, 千: 3, 百: 2, "": 0};
  const TENS = {十: 10, 百: 100, 千: 1000};
  const FIRST_CALENDAR_YEAR = 1900;

  /** The figures of a folded text: token, the words that say it, where they begin. */
  function figures(folded) {
    const found = [];
    for (const match of folded.matchAll(FIGURE)) {
      const written = match.groups.percent ?? match.groups.number;
      const number = plain(written);
      if (number === null) continue;
      const unit = match.groups.percent ? "%" : match.groups.unit ?? "";
      const arabic = written.charCodeAt(0) < 128;
      const add = (token) => found.push({token: "#" + token, text: match[0], at: match.index});
      if (arabic) add("n" + number);
      withUnit(number, unit, folded.slice(0, match.index), arabic, add);
    }
    return found;
  }

  function withUnit(number, unit, before, arabic, add) {
    const bare = unit.replace(/^个/, "");
    if (!unit) {
      if (arabic && before.endsWith("+")) add("p" + number);
    } else if (unit === "%") {
      add("r" + number);
      if (/[+加]$/.test(before)) add("p" + shift(number, 2));
    } else if (unit === "成") add("r" + shift(number, 1));
    else if (bare === "百分点") add("p" + shift(number, 2));
    else if (bare === "基点" || bare === "bp" || bare === "bps") add("p" + number);
    else if (unit === "个月") add("m" + number);
    else if (unit === "年") {
      if (Number(number) < FIRST_CALENDAR_YEAR) add("m" + shift(String(Number(shift(number, 4)) * 12), -4));
    } else if (bare === "工作日") add("w" + number);
    else if (unit === "天" || unit === "日") {
      if (!before.endsWith("月")) add("d" + number);
    } else if (unit.endsWith("岁")) add("s" + number);
    else if (unit === "倍") add("x" + number);
    else add("y" + shift(number, MONEY[unit.replace(/元$/, "")]));
  }

  function plain(written) {
    if (written.charCodeAt(0) < 128) return shift(written, 0);
    let total = 0;
    let digit = null;
    for (const char of written.replaceAll("〇", "零").replaceAll("两", "二")) {
      if (char in TENS) {
        total += (digit || 1) * TENS[char];
        digit = null;
      } else if (!digit) digit = "零一二三四五六七八九".indexOf(char);
      else return null;
    }
    return String(total + (digit || 0));
  }

  // A decimal number times ten to the power of `places`, as text: exact.
  function shift(number, places) {
    let [whole, fraction = ""] = number.split(".");
    if (places >= 0) {
      fraction = fraction.padEnd(places, "0");
      [whole, fraction] = [whole + fraction.slice(0, places), fraction.slice(places)];
    } else {
      whole = whole.padStart(1 - places, "0");
      [whole, fraction] = [whole.slice(0, places), whole.slice(places) + fraction];
    }
    fraction = fraction.replace(/0+$/, "");
    whole = whole.replace(/^0+/, "") || "0";
    return fraction ? `${whole}.${fraction}` : whole;
  }

  // --- pinyin ---

  /** Character -> its syllables, from `bao保宝 bei贝 …`. */
  function readings(table) {
    const found = new Map();
    for (const [, syllable, members] of table.matchAll(/([a-z]+)([^a-z\s]+)/g)) {
      for (const char of members) found.set(char, [...(found.get(char) ?? []), syllable]);
    }
    return found;
  }

  /** How many characters of `word` from `start` on the letters spell, by initials or whole syllables; 0 if not all letters are used. */
  function spelled(letters, word, start, table) {
    if (!letters) return 0;
    const syllables = table.get(word[start]);
    if (!syllables) return 0;
    for (const syllable of syllables) {
      for (const part of [syllable, syllable[0]]) {
        if (letters === part) return 1;
        if (letters.startsWith(part)) {
          const rest = spelled(letters.slice(part.length), word, start + 1, table);
          if (rest) return rest + 1;
        }
      }
    }
    return 0;
  }

  (globalThis.Atlas ??= {}).search = {...globalThis.Atlas.search, fold, figures, readings, spelled};
})();
