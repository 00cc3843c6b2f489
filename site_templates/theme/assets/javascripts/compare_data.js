/* The comparison's data as the page computes with it: read from assets/data/compare.js, cells decoded when first asked for. */
(function (Atlas) {
  "use strict";

  /**
   * @typedef {{state: string, stateLabel: string, when: string, text: string, short: string, adds: boolean, marks: string[],
   *   number: number | null, unit: string, footing: [string, string][], formula: any}} Provision
   * @typedef {{state: string, stateLabel: string, partial: boolean, key: number, bare: number, sort: number | null,
   *   note: string, provisions: Provision[]}} Cell
   * @typedef {{index: number, id: string, group: number, label: string, kind: string, unit: string, favourable: number,
   *   tolerance: string | null, words: string[], folded: string[]}} Parameter
   * @typedef {{index: number, id: string, name: string, place: string, code: string, province: string, year: number,
   *   status: string, statusLabel: string, product: string, productLabel: string, stated: number, routes: string[],
   *   classes: string[], groups: Map<string, string[]>, folded: string}} Scheme
   */

  /** Text as it is searched: compatibility forms made plain, lower case, without white space. */
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  /** A province's or city's name as it is said: 广东, 内蒙古, 佛山. */
  const shortPlace = (place) => place.replace(/(壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|省|市|地区|县|区)$/, "") || place;

  /** Whether a cell settles its parameter, or says who will. */
  const answered = (cell) => cell.state === "stated" || cell.state === "delegated";

  class Catalogue {
    /** @param {any} raw  the value that assets/data/compare.js sets */
    constructor(raw) {
      this.raw = raw;
      this.asOf = raw.as_of;
      this.states = raw.states.map(([id, label]) => ({ id, label }));
      this.groups = raw.groups.map(([id, label], index) => ({ id, label, index }));
      /** @type {Parameter[]} */
      this.parameters = raw.parameters.map(([id, group, label, kind, unit, favourable, tolerance, words], index) => ({
        index, id, group, label, kind, unit, favourable, tolerance: tolerance || null, words,
        folded: [label, ...words].map(fold),
      }));
      this.concepts = raw.concepts.map(([id, label, words, parts]) => ({
        id, label, words, parts, folded: [label, ...words].map(fold),
      }));
      this.terms = new Map(
        Object.entries(raw.terms).map(([name, terms]) => [
          name, new Map(terms.map(([id, label, above]) => [id, { id, label, above }])),
        ]),
      );
      /** @type {Scheme[]} */
      this.schemes = raw.schemes.map(
        ([id, name, place, code, province, year, status, product, stated, routes, classes, groups], index) => ({
          index, id, name, place, code, province, year, status, product, stated, routes, classes,
          statusLabel: raw.labels.lifecycle[status],
          productLabel: raw.labels.product_kind[product],
          groups: new Map(Object.entries(groups)),
          folded: fold([place, province, name, year ? `${year}年` : "年份不明"].join(" ")),
        }),
      );
      this.parameter = new Map(this.parameters.map((parameter) => [parameter.id, parameter]));
      this.concept = new Map(this.concepts.map((concept) => [concept.id, concept]));
      this.scheme = new Map(this.schemes.map((scheme) => [scheme.id, scheme]));
      this.start = raw.start.filter((id) => this.scheme.has(id));
      this.rates = { series: raw.series };
      this.decoded = new Map();
    }

    /**
     * What a scheme says of a parameter.
     * @param {Parameter} parameter
     * @param {Scheme} scheme
     * @returns {Cell}
     */
    cell(parameter, scheme) {
      const number = this.raw.table[parameter.index][scheme.index];
      let cell = this.decoded.get(number);
      if (!cell) {
        cell = this.decode(this.raw.cells[number]);
        this.decoded.set(number, cell);
      }
      return cell;
    }

    /** @returns {Cell} */
    decode([state, partial, key, bare, sort, note, provisions]) {
      const { words, facets } = this.raw;
      return {
        state: this.states[state].id, stateLabel: this.states[state].label, partial: Boolean(partial), key, bare, sort,
        note: words[note],
        provisions: provisions.map(([own, when = 0, text = 0, short = 0, adds = 0, marks = [], number = null, unit = "", footing = [], formula = null]) => ({
          state: this.states[own].id, stateLabel: this.states[own].label,
          when: words[when], text: words[text], short: words[short], adds: Boolean(adds),
          marks: marks.map((mark) => words[mark]), number, unit: unit || "", formula,
          footing: pairs(footing).map(([facet, word]) => [facets[facet], words[word]]),
        })),
      };
    }

    /** The word that tells the day of a reference rate; the one side of a footing that is no bar to comparing. */
    get dated() {
      return this.raw.facets[this.raw.undated];
    }
  }

  function pairs(flat) {
    const found = [];
    for (let at = 0; at < flat.length; at += 2) found.push([flat[at], flat[at + 1]]);
    return found;
  }

  Atlas.compare = {};
  Atlas.compare.data = Object.freeze({ Catalogue, answered, fold, shortPlace });
})((globalThis.Atlas ??= {}));
