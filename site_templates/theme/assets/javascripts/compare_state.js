/* What is shown, as it stands in the address: #s=a,b&r=…&d=1. Whatever the address holds, only known values come out. */
(function (Atlas) {
  "use strict";
  const { TERMS, isDay } = Atlas.compare.rates;
  const { OPS, STATES, TERMS: LISTS, unitOf } = Atlas.compare.filter;
  const { isPlain } = Atlas.compare.quantity;

  /**
   * @typedef {{schemes: string[], rows: string[] | null, differences: boolean, marks: boolean, collapsed: string[], day: string,
   *   months: number, conditions: any[], view: "table" | "brief"}} State
   *   rows: null means every row that says something
   */

  const LONGEST = 12000;
  const MOST_CONDITIONS = 8;
  const ALL = "all";

  /** What is shown when the address asks for nothing. */
  const initial = (catalogue) => ({
    schemes: [...catalogue.start], rows: null, differences: false, marks: true, collapsed: [], day: catalogue.asOf, months: 12,
    conditions: [], view: "table",
  });

  /** The fields of an address, the first of each name only; an escape that cannot be read makes its field unreadable. */
  function fields(text) {
    const found = new Map();
    for (const part of text.split("&")) {
      const at = part.indexOf("=");
      const name = at < 0 ? "" : part.slice(0, at);
      if (!/^[a-z]$/.test(name) || found.has(name)) continue;
      try {
        found.set(name, decodeURIComponent(part.slice(at + 1)));
      } catch {
        found.set(name, null);
      }
    }
    return found;
  }

  /** The known ones of a list, each once; `lost` counts the others. */
  function known(text, map) {
    const asked = [...new Set(text.split(",").filter(Boolean))];
    const ids = asked.filter((id) => map.has(id));
    return { ids, lost: asked.length - ids.length };
  }

  /**
   * The state that an address asks for, and what of it was not understood, in words.
   * @param {string} hash  with or without #
   * @param {any} catalogue
   * @returns {{state: State, notes: string[], asked: boolean, added: string}}  asked: whether the address holds a state at all;
   *   added: a scheme to be put beside those of the last visit (#a=id), or empty
   */
  function parse(hash, catalogue) {
    const state = initial(catalogue);
    const notes = [];
    const text = hash.replace(/^#/, "");
    if (text.length > LONGEST) return { state, notes: ["地址过长，没有采用"], asked: false, added: "" };
    const given = fields(text);
    const take = (name, use) => {
      if (!given.has(name)) return;
      const value = given.get(name);
      if (value === null || use(value) === false) notes.push("地址里有一部分读不懂，没有采用");
    };
    take("s", (value) => {
      if (value === ALL) {
        state.schemes = catalogue.schemes.map((scheme) => scheme.id);
        return true;
      }
      const { ids, lost } = known(value, catalogue.scheme);
      if (lost) notes.push(`地址里有${lost}个方案不在图谱里，没有采用`);
      if (ids.length || !value) state.schemes = ids;
      return true;
    });
    take("r", (value) => {
      const { ids, lost } = known(value, catalogue.parameter);
      if (lost) notes.push(`地址里有${lost}项参数不在图谱里，没有采用`);
      if (ids.length) state.rows = ids;
      return true;
    });
    take("d", (value) => value === "1" && (state.differences = true));
    take("m", (value) => value === "0" && !(state.marks = false));
    take("g", (value) => {
      state.collapsed = known(value, new Map(catalogue.groups.map((group) => [group.id, group]))).ids;
      return true;
    });
    take("n", (value) => isDay(value) && (state.day = value) !== "");
    take("t", (value) => TERMS.map(String).includes(value) && (state.months = Number(value)) > 0);
    take("v", (value) => value === "brief" && (state.view = "brief") !== "");
    take("f", (value) => {
      const conditions = value.split("~").filter(Boolean).slice(0, MOST_CONDITIONS).map((one) => readCondition(one, catalogue));
      state.conditions = conditions.filter(Boolean);
      return state.conditions.length === conditions.length;
    });
    let added = "";
    take("a", (value) => catalogue.scheme.has(value) && (added = value) !== "");
    const asked = [...given.keys()].some((name) => "srdmgntvf".includes(name));
    return { state, notes: [...new Set(notes)], asked, added };
  }

  function readCondition(text, catalogue) {
    const [type, one, two, three, ...more] = text.split(":");
    if (more.length) return null;
    const isTarget = catalogue.parameter.has(one) || catalogue.concept.has(one);
    if (type === "number" && isTarget && Object.hasOwn(OPS, two) && three !== undefined && isPlain(three) && unitOf(catalogue, one)) {
      return { type, target: one, op: two, value: three };
    }
    if (type === "state" && isTarget && Object.hasOwn(STATES, two) && three === undefined) return { type, target: one, is: two };
    if (Object.hasOwn(LISTS, type) && two === undefined && catalogue.terms.get(LISTS[type])?.has(one)) return { type, id: one };
    return null;
  }

  const writeCondition = (condition) =>
    condition.type === "number"
      ? `number:${condition.target}:${condition.op}:${condition.value}`
      : condition.type === "state"
        ? `state:${condition.target}:${condition.is}`
        : `${condition.type}:${condition.id}`;

  /**
   * The address of a state, with #; what is as it would be anyway is left out, the schemes never are.
   * @param {State} state
   * @param {any} catalogue
   */
  function format(state, catalogue) {
    const usual = initial(catalogue);
    const every = state.schemes.length === catalogue.schemes.length && state.schemes.every((id, at) => catalogue.schemes[at].id === id);
    const given = [["s", every ? ALL : state.schemes.join(",")]];
    if (state.rows) given.push(["r", state.rows.join(",")]);
    if (state.differences) given.push(["d", "1"]);
    if (!state.marks) given.push(["m", "0"]);
    if (state.collapsed.length) given.push(["g", state.collapsed.join(",")]);
    if (state.day !== usual.day) given.push(["n", state.day]);
    if (state.months !== usual.months) given.push(["t", String(state.months)]);
    if (state.view !== usual.view) given.push(["v", state.view]);
    if (state.conditions.length) given.push(["f", state.conditions.map(writeCondition).join("~")]);
    return `#${given.map(([name, value]) => `${name}=${value}`).join("&")}`;
  }

  /** A list with the item one place up or down; the list itself where it cannot go further. */
  function moved(list, item, by) {
    const from = list.indexOf(item);
    const to = from + by;
    if (from < 0 || to < 0 || to >= list.length) return list;
    const changed = [...list];
    changed.splice(from, 1);
    changed.splice(to, 0, item);
    return changed;
  }

  Atlas.compare.state = Object.freeze({ initial, parse, format, moved });
})((globalThis.Atlas ??= {}));
