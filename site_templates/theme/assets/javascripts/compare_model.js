/* What the comparison says: where schemes differ materially, and which is kinder to the borrower where that can be said.
   `differ` is the mirror of generator/comparison/differences.py. */
(function (Atlas) {
  "use strict";
  const { answered } = Atlas.compare.data;
  const { compare, minus, times, ratio, number } = Atlas.costs.decimals;

  /** Days that stand for a unit of time where lengths are set in order. */
  const DAYS = { months: ratio(30n), days: ratio(1n), working_days: ratio(7n, 5n) };

  /** The whole value of a decimal text or a published number as a ratio. */
  const exact = (value) => number(Number(value));

  /**
   * Whether two cells of one parameter differ materially.
   * @param {import("./compare_data.js").Cell} one
   * @param {import("./compare_data.js").Cell} other
   * @param {string | null} tolerance  the parameter's, as a decimal text
   */
  function differ(one, other, tolerance) {
    if (one.key === other.key) return false;
    if (tolerance && one.sort !== null && other.sort !== null) {
      const apart = minus(exact(one.sort), exact(other.sort));
      const distance = apart.n < 0n ? ratio(-apart.n, apart.d) : apart;
      return compare(distance, exact(tolerance)) > 0n || one.bare !== other.bare;
    }
    return true;
  }

  /**
   * How the cells of one row stand to each other: `differs`, `open` (what has been read agrees, but not all has been
   * read), `same`, or `nothing` (no cell says anything).
   * @param {import("./compare_data.js").Cell[]} cells
   * @param {string | null} tolerance
   */
  function standing(cells, tolerance) {
    const read = [...new Set(cells.filter((cell) => cell.state !== "unread"))];
    for (let one = 0; one < read.length; one++) {
      for (let other = one + 1; other < read.length; other++) {
        if (differ(read[one], read[other], tolerance)) return "differs";
      }
    }
    if (!read.some(answered)) return "nothing";
    return cells.some((cell) => cell.state === "unread") ? "open" : "same";
  }

  /** A provision's number in one unit for all lengths of time, or null. */
  function measure(provision) {
    const value = provision.number === null ? null : number(provision.number);
    return value && Object.hasOwn(DAYS, provision.unit) ? times(value, DAYS[provision.unit]) : value;
  }

  /**
   * The sides of the footing on which the figures of a row do not agree: side → the words of each cell.
   * @param {import("./compare_data.js").Cell[]} cells
   * @returns {Map<string, Set<string>>}
   */
  function disagreements(cells) {
    const sides = new Map();
    const figures = cells.flatMap((cell) => cell.provisions.filter((p) => p.state === "stated" && p.footing.length));
    for (const provision of figures) {
      for (const [side, word] of provision.footing) {
        if (!sides.has(side)) sides.set(side, new Set());
        sides.get(side).add(word);
      }
    }
    // A figure that does not have a side at all (an exact one among approximate ones) disagrees on it too.
    for (const [side, words] of sides) {
      if (figures.some((provision) => !provision.footing.some(([name]) => name === side))) words.add("");
      if (words.size < 2) sides.delete(side);
    }
    return sides;
  }

  /** Sides that follow from another one: formulas on two reference rates need not be told to have two tenors too. */
  const FOLLOWS = { 期限档: "参考利率", 算法: "参考利率" };
  const led = (side, sides) => Object.hasOwn(FOLLOWS, side) && sides.has(FOLLOWS[side]);

  /** What the figures of one provision rest on where the row does not agree on it, in words. */
  function warnings(provision, sides) {
    return provision.footing
      .filter(([side]) => sides.has(side) && !led(side, sides))
      .map(([side, word]) => (word === "未载明" ? `${side}未载明` : word));
  }

  /**
   * Which scheme of a row is most and which is least favourable to the borrower, case by case.
   * Only figures of the same footing are set against each other, and only in cases that every scheme with a figure has.
   * @param {import("./compare_data.js").Parameter} parameter
   * @param {import("./compare_data.js").Cell[]} cells
   * @param {string} dated  the side of the footing that is no bar
   * @returns {{best: Set<any>, worst: Set<any>, reason: string}}  provisions; the reason is empty where they could be compared
   */
  function favourable(parameter, cells, dated) {
    const found = { best: new Set(), worst: new Set(), reason: "" };
    const said = cells.map((cell) => cell.provisions.filter((p) => p.state === "stated")).filter((list) => list.some((p) => measure(p)));
    if (!parameter.favourable || said.length < 2) return found;
    const cases = said.map((list) => {
      const known = new Map();
      for (const provision of list) known.set(provision.when, [...(known.get(provision.when) || []), provision]);
      return known;
    });
    const common = [...cases[0].keys()].filter((when) => cases.every((known) => known.has(when)));
    if (!common.length) return { ...found, reason: "各方案分的情形不同，不能直接比" };
    const barred = new Set();
    for (const when of common) {
      const rivals = cases.map((known) => known.get(when));
      if (rivals.some((list) => list.length !== 1 || list[0].adds || !measure(list[0]))) {
        barred.add("同一情形下写法不一");
        continue;
      }
      const figures = rivals.map(([provision]) => provision);
      const apart = disagreements([{ provisions: figures }]);
      const sides = [...apart.keys()].filter((side) => side !== dated);
      if (sides.length) sides.filter((side) => !led(side, apart)).forEach((side) => barred.add(side));
      else rank(figures, measure, parameter.favourable, found);
    }
    if (barred.size) found.reason = `口径不同（${[...barred].join("、")}），${found.best.size ? "只标出口径相同的" : "不能直接比"}`;
    return found;
  }

  /** Add the figures at both ends; nothing where all are equal. */
  function rank(figures, value, direction, found) {
    const ordered = figures.map((figure) => ({ figure, at: value(figure) })).sort((a, b) => sign(compare(a.at, b.at)));
    const [low, high] = [ordered[0].at, ordered[ordered.length - 1].at];
    if (compare(low, high) === 0n) return;
    for (const { figure, at } of ordered) {
      if (compare(at, low) === 0n) (direction > 0 ? found.worst : found.best).add(figure);
      if (compare(at, high) === 0n) (direction > 0 ? found.best : found.worst).add(figure);
    }
  }

  const sign = (value) => (value < 0n ? -1 : value > 0n ? 1 : 0);

  /**
   * The same for readings of rate caps on one day: `readings` of one scheme each (null where it has none).
   * Rates of a series that is no longer quoted are not set against others.
   */
  function favourableOnDay(readings, direction) {
    const found = { best: new Set(), worst: new Set(), reason: "" };
    const known = readings.filter((reading) => reading && reading.rate);
    if (known.length < 2 || !direction) return found;
    if (new Set(known.map((reading) => reading.stopped)).size > 1) {
      return { ...found, reason: "有的参考利率在这一天已不再公布，不能直接比" };
    }
    if (readings.some((reading) => reading && !reading.rate)) return { ...found, reason: "有的方案在这一天换算不出，不能直接比" };
    rank(known, (reading) => reading.rate, direction, found);
    return found;
  }

  Atlas.compare.model = Object.freeze({ differ, standing, measure, disagreements, warnings, favourable, favourableOnDay });
})((globalThis.Atlas ??= {}));
