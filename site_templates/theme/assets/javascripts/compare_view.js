/* The table that a state asks for: columns, chapters, rows, and what is to be said of each row. No page, no words of its own. */
(function (Atlas) {
  "use strict";
  const { answered } = Atlas.compare.data;
  const { standing, disagreements, favourable, favourableOnDay } = Atlas.compare.model;
  const { normalised } = Atlas.compare.rates;

  /**
   * @typedef {{kind: "document", parameter: any, cells: any[], standing: string, favour: any, sides: Map<string, Set<string>>}} DocumentRow
   * @typedef {{kind: "day", parameter: any, cells: any[], readings: any[][], favour: any}} DayRow
   *   `readings` of each scheme: one reading per formula, with its provision
   * @typedef {{schemes: any[], groups: {id: string, label: string, collapsed: boolean, rows: (DocumentRow | DayRow)[]}[],
   *   bare: any[], counts: Record<string, number>}} View
   */

  /** What is to be said of the cells of one row, whatever their order; worked out when first asked for. */
  class Analysis {
    constructor(parameter, cells, dated) {
      Object.assign(this, { parameter, dated });
      // Equal cells are one object: said once is said of all.
      this.distinct = [...new Set(cells)];
    }
    get standing() {
      return (this.known ??= standing(this.distinct, this.parameter.tolerance));
    }
    get sides() {
      return (this.apart ??= disagreements(this.distinct));
    }
    get favour() {
      return (this.ends ??= favourable(this.parameter, this.distinct, this.dated));
    }
  }

  /** Builds views over one catalogue; what depends on the chosen schemes alone is worked out once per choice. */
  class Viewer {
    constructor(catalogue) {
      this.catalogue = catalogue;
      this.chosen = "";
      this.analyses = new Map();
    }

    /** The row of a parameter over the schemes. @returns {DocumentRow} */
    row(parameter, schemes) {
      const cells = schemes.map((scheme) => this.catalogue.cell(parameter, scheme));
      let analysis = this.analyses.get(parameter.id);
      if (!analysis) {
        analysis = new Analysis(parameter, cells, this.catalogue.dated);
        this.analyses.set(parameter.id, analysis);
      }
      return {
        kind: "document", parameter, cells, standing: analysis.standing,
        get sides() {
          return analysis.sides;
        },
        get favour() {
          return analysis.favour;
        },
      };
    }

    /**
     * @param {import("./compare_state.js").State} state
     * @returns {View}
     */
    view(state) {
      const { catalogue } = this;
      const schemes = state.schemes.map((id) => catalogue.scheme.get(id));
      const chosen = [...state.schemes].sort().join();
      if (chosen !== this.chosen) {
        this.chosen = chosen;
        this.analyses.clear();
      }
      const counts = { differs: 0, open: 0, same: 0, nothing: 0 };
      const asked = state.rows ? state.rows.map((id) => catalogue.parameter.get(id)) : catalogue.parameters;
      const chapters = new Map();
      const bare = [];
      for (const parameter of schemes.length ? asked : []) {
        const row = this.row(parameter, schemes);
        counts[row.standing] += 1;
        if (row.standing === "nothing" && !state.rows) bare.push(parameter);
        else if (!state.differences || row.standing === "differs") {
          if (!chapters.has(parameter.group)) chapters.set(parameter.group, []);
          chapters.get(parameter.group).push(row);
          if (parameter.kind === "rate_formula" && row.cells.some(hasFormula)) chapters.get(parameter.group).push(this.onDay(row, state));
        }
      }
      const groups = [...chapters].map(([index, rows]) => {
        const { id, label } = catalogue.groups[index];
        return { id, label, collapsed: state.collapsed.includes(id), rows };
      });
      return { schemes, groups, bare, counts };
    }

    /** The same caps on the day and for the term of the state. @returns {DayRow} */
    onDay(row, { day, months }) {
      const reading = (provision) => this.reading(provision, day, months);
      let readings, ends;
      return {
        kind: "day", parameter: row.parameter, cells: row.cells,
        get readings() {
          return (readings ??= row.cells.map((cell) => cell.provisions.filter((p) => p.formula).map(reading)));
        },
        get favour() {
          return (ends ??= onDayEnds(this.readings, row.parameter.favourable));
        },
      };
    }

    /** One formula on one day; equal provisions are one object, so each is read once. */
    reading(provision, day, months) {
      const on = `${day}/${months}`;
      if (on !== this.on) {
        this.on = on;
        this.read = new Map();
      }
      if (!this.read.has(provision)) {
        this.read.set(provision, { provision, ...normalised(this.catalogue.rates, provision.formula, day, months) });
      }
      return this.read.get(provision);
    }
  }

  /** Only where every scheme has one formula that holds in all cases is there one reading to set against another. */
  function onDayEnds(readings, direction) {
    const single = readings.map((list) => (list.length === 1 && !list[0].provision.when ? list[0] : null));
    const several = readings.some((list, at) => list.length && !single[at]);
    return favourableOnDay(single, several ? 0 : direction);
  }

  const hasFormula = (cell) => cell.provisions.some((provision) => provision.formula);

  Atlas.compare.view = Object.freeze({ Viewer, answered });
})((globalThis.Atlas ??= {}));
