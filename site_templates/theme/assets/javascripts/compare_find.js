/* Finding schemes to compare: by words and attributes, and those that resemble what is already chosen. */
(function (Atlas) {
  "use strict";
  const { fold, shortPlace } = Atlas.compare.data;

  /** Schemes issued at most so many years apart count as of one era. */
  const ERA = 2;

  /**
   * The schemes whose place, province, name or year hold every word of the query and that fit the attributes.
   * @param {any} catalogue
   * @param {string} query
   * @param {{province?: string, year?: string, status?: string, product?: string}} only  "" or absent: any
   */
  function search(catalogue, query, only = {}) {
    const terms = query.split(/[\s,，、;；]+/).map(fold).filter(Boolean);
    return catalogue.schemes.filter(
      (scheme) =>
        (!only.province || scheme.province === only.province) &&
        (!only.year || String(scheme.year) === only.year) &&
        (!only.status || scheme.status === only.status) &&
        (!only.product || scheme.product === only.product) &&
        terms.every((term) => scheme.folded.includes(term)),
    );
  }

  /** The values that an attribute has among the schemes, as [value, label, count], in the order of first appearance. */
  function choices(catalogue, value, label) {
    const found = new Map();
    for (const scheme of catalogue.schemes) {
      const key = String(value(scheme));
      const entry = found.get(key) || [key, label(scheme), 0];
      entry[2] += 1;
      found.set(key, entry);
    }
    return [...found.values()];
  }

  const sameRoutes = (one, other) => one.routes.length > 0 && one.routes.join() === other.routes.join();

  /** What two schemes have in common, as [side, words] of the sides asked for. */
  function likeness(catalogue, one, other, sides) {
    const found = [];
    if (sides.includes("province") && one.province === other.province) {
      found.push(["province", one.code === other.code ? `同在${one.place}` : `同省（${shortPlace(one.province)}）`]);
    }
    if (sides.includes("route") && one.product === other.product && sameRoutes(one, other)) {
      const names = one.routes.map((id) => catalogue.terms.get("route").get(id)?.label ?? id).join("、");
      found.push(["route", `同为${names}`]);
    }
    if (sides.includes("era") && one.year && other.year && Math.abs(one.year - other.year) <= ERA) {
      found.push(["era", one.year === other.year ? `同在${one.year}年` : `年份相近（${other.year}年）`]);
    }
    return found;
  }

  const WEIGHTS = { province: 3, route: 2, era: 2 };

  /**
   * Schemes that resemble those chosen, best first, each with the reason: `{scheme, to, reasons}`.
   * @param {any} catalogue
   * @param {any[]} chosen
   * @param {string[]} sides  any of province, route, era
   * @param {number} limit
   */
  function similar(catalogue, chosen, sides, limit) {
    const taken = new Set(chosen);
    const found = [];
    for (const scheme of catalogue.schemes) {
      if (taken.has(scheme)) continue;
      let best = null;
      for (const to of chosen) {
        const shared = likeness(catalogue, to, scheme, sides);
        const score = shared.reduce((sum, [side]) => sum + WEIGHTS[side], 0);
        if (score && (!best || score > best.score)) best = { scheme, to, score, reasons: shared.map(([, words]) => words) };
      }
      if (best) found.push(best);
    }
    // Among equals the better documented one teaches more.
    found.sort((a, b) => b.score - a.score || b.scheme.stated - a.scheme.stated || a.scheme.index - b.scheme.index);
    return found.slice(0, limit);
  }

  Atlas.compare.find = Object.freeze({ search, choices, similar });
})((globalThis.Atlas ??= {}));
