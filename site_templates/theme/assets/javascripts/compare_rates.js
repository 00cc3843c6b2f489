/* Rate caps on one day of the reader's choice (归一口径): every formula by its own series, exactly. */
(function (Atlas) {
  "use strict";
  const { Rate, ratio, plus, times, number, spokenRate } = Atlas.costs.decimals;
  const { lookup, report } = Atlas.costs.reference;

  /** Months of a loan for which caps can be read: one for each band of the benchmark, and the LPR's two. */
  const TERMS = [6, 12, 24, 36, 60, 72];
  const DAY = /^((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

  /** Whether a text is an existing day YYYY-MM-DD. */
  function isDay(text) {
    const found = DAY.exec(text);
    if (!found) return false;
    const [year, month, day] = found.slice(1).map(Number);
    return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  }

  /** `2022-08-29` as 2022年8月29日. */
  const spokenDay = (day) => day.split("-").map((part, at) => Number(part) + "年月日"[at]).join("");

  /** `12` as 1年, `6` as 6个月. */
  const spokenTerm = (months) => (months % 12 ? `${months}个月` : `${months / 12}年`);

  /** LPR for a series whose name gives its abbreviation in brackets. */
  const seriesName = (label) => (/（([A-Z]+)）/.exec(label) || [null, label])[1];

  /**
   * What a formula comes to for a loan of `months` months taken on `day`.
   * @param {{series: Record<string, any>}} rates
   * @param {any} formula  a value of the kind rate_formula
   * @param {string} day
   * @param {number} months
   * @returns {{rate: {n: bigint, d: bigint} | null, text: string, basis: string, warnings: string[], stopped: boolean}}
   */
  function normalised(rates, formula, day, months) {
    const fixed = number(formula.fixed);
    if (fixed) return { rate: fixed, text: spokenRate(fixed), basis: "固定利率，不随日期变", warnings: [], stopped: false };
    const nothing = (basis) => ({ rate: null, text: "", basis, warnings: [], stopped: false });
    if (formula.tenor === "unstated") return nothing("文件没有写参考利率的期限，不能换算");
    const quoted = lookup(rates, formula.reference, formula.tenor, months, day);
    if ("code" in quoted) {
      const name = Object.hasOwn(rates.series, formula.reference) ? seriesName(rates.series[formula.reference].label) : "参考利率";
      return nothing(quoted.code === "reference_before_series" ? `${name}自${spokenDay(quoted.begins)}起才有数据` : `没有${name}在这一期限的数据`);
    }
    const series = rates.series[quoted.series];
    const factor = number(formula.multiplier);
    const rate = factor ? times(quoted.value, factor) : plus(quoted.value, ratio(BigInt(formula.add_bp), 10000n));
    const warnings = [];
    let stopped = false;
    report(rates, quoted, day, {
      add(code, _, { date }) {
        stopped = code === "reference_no_longer_quoted";
        warnings.push(stopped ? "这一利率已不再公布，用的是最后公布的数值" : `这一利率只核对到${spokenDay(date)}`);
      },
    });
    const basis = `${seriesName(series.label)} ${series.tenors[quoted.tenor]} ${spokenRate(quoted.value)}（${spokenDay(quoted.begins)}起）`;
    return { rate: Rate.of(rate).exact, text: spokenRate(rate), basis, warnings, stopped };
  }

  Atlas.compare.rates = Object.freeze({ TERMS, isDay, spokenDay, spokenTerm, normalised });
})((globalThis.Atlas ??= {}));
