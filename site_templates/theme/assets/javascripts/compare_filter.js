/* Schemes by attribute: conditions in plain words, and how far each scheme meets them. */
(function (Atlas) {
  "use strict";
  const { fold } = Atlas.compare.data;
  const { measure } = Atlas.compare.model;
  const { normalised } = Atlas.compare.rates;
  const { read, spoken } = Atlas.compare.quantity;
  const { compare, number, times, ratio } = Atlas.costs.decimals;

  /**
   * @typedef {{type: "number", target: string, op: string, value: string} | {type: "state", target: string, is: string}
   *   | {type: "class" | "group" | "route", id: string}} Condition
   */

  const OPS = {
    le: { label: "不超过", words: ["<=", "≤", "不超过", "不高于", "至多", "最多", "以内"], holds: (d) => d <= 0n },
    ge: { label: "不低于", words: [">=", "≥", "不低于", "不少于", "至少", "最少", "以上"], holds: (d) => d >= 0n },
    lt: { label: "低于", words: ["<", "低于", "小于", "少于"], holds: (d) => d < 0n },
    gt: { label: "高于", words: [">", "高于", "大于", "超过", "多于"], holds: (d) => d > 0n },
    eq: { label: "等于", words: ["=", "等于", "恰为"], holds: (d) => d === 0n },
  };
  const STATES = {
    stated: { label: "有（文件写明）", prefixes: ["有", "写明", "载明"] },
    silent: { label: "未规定（全文读过，没有写）", prefixes: ["没有写", "没有规定", "未规定", "没有", "没写", "无"] },
    delegated: { label: "另行约定", prefixes: [] },
  };
  const TERMS = { class: "borrower", group: "group", route: "route" };
  const SAID = { class: "面向", group: "有专门规定：", route: "走" };

  /** The parameters that a target stands for: itself, or the parts of a concept. */
  function parts(catalogue, target) {
    const concept = catalogue.concept.get(target);
    return (concept ? concept.parts : [target]).map((id) => catalogue.parameter.get(id)).filter(Boolean);
  }

  const targetLabel = (catalogue, target) =>
    (catalogue.concept.get(target) || catalogue.parameter.get(target)).label;

  /** The unit in which a target's numbers are asked for; empty where it has none. */
  function unitOf(catalogue, target) {
    const parameter = parts(catalogue, target)[0];
    const numeric = ["money", "rate", "share", "multiple", "duration", "rate_formula", "cost_cap", "charge", "charge_or_share", "subsidy", "reward", "compensation"];
    return parameter && numeric.includes(parameter.kind) ? parameter.unit : "";
  }

  /** The concepts and parameters that people can ask for, concepts first: `[id, label]`. */
  function targets(catalogue) {
    return [...catalogue.concepts, ...catalogue.parameters].map(({ id, label }) => [id, label]);
  }

  /** The condition in a sentence. */
  function sentence(catalogue, condition) {
    if (condition.type === "number") {
      const unit = unitOf(catalogue, condition.target);
      return `${targetLabel(catalogue, condition.target)}${OPS[condition.op].label}${spoken(condition.value, unit)}`;
    }
    if (condition.type === "state") {
      const label = targetLabel(catalogue, condition.target);
      return { stated: `有${label}的规定`, silent: `未规定${label}`, delegated: `${label}另行约定` }[condition.is];
    }
    return SAID[condition.type] + catalogue.terms.get(TERMS[condition.type]).get(condition.id).label;
  }

  // --- reading what was typed ---

  /** The thing whose name is exactly the words, else the only one whose name holds them. */
  function named(things, words) {
    const exact = things.filter((thing) => thing.folded.includes(words));
    if (exact.length) return exact[0];
    const holding = things.filter((thing) => thing.folded.some((name) => name.includes(words)));
    return holding.length === 1 ? holding[0] : null;
  }

  const target = (catalogue, words) => (words ? named([...catalogue.concepts, ...catalogue.parameters], words) : null);

  /**
   * A condition from plain words (`保费率≤2%`, `有政府补偿`, `首贷户`), or why it could not be read.
   * @returns {{condition: Condition | null, problem: string}}
   */
  function parse(catalogue, text) {
    const words = fold(text);
    const found = (condition) => ({ condition, problem: "" });
    const not = (problem) => ({ condition: null, problem });
    if (!words) return not("写一个条件，如“保费率≤2%”“有政府补偿”“首贷户”");
    const comparison = splitAtOperator(words);
    if (comparison) {
      const thing = target(catalogue, comparison.name);
      if (!thing) return not(`认不出“${comparison.name}”是哪一项，请从列表里选`);
      const unit = unitOf(catalogue, thing.id);
      if (!unit) return not(`“${thing.label}”不是数字，只能问有没有`);
      const value = read(comparison.value, unit);
      if (value === null) return not(`“${comparison.value}”读不成数，请带上单位，${Atlas.compare.quantity.HINTS[unit]}`);
      return found({ type: "number", target: thing.id, op: comparison.op, value });
    }
    for (const [is, { prefixes }] of Object.entries(STATES).reverse()) {
      const prefix = prefixes.find((one) => words.startsWith(one));
      const thing = prefix && target(catalogue, words.slice(prefix.length));
      if (thing) return found({ type: "state", target: thing.id, is });
    }
    if (words.endsWith("另行约定")) {
      const thing = target(catalogue, words.slice(0, -4));
      if (thing) return found({ type: "state", target: thing.id, is: "delegated" });
    }
    const bare = words.replace(/^(有|面向|支持|走)/, "").replace(/(的?优惠|的?专门规定|路径)$/, "");
    for (const type of ["group", "route", "class"]) {
      const terms = [...catalogue.terms.get(TERMS[type]).values()].map((term) => ({ ...term, folded: [fold(term.label)] }));
      const term = bare && named(terms, bare);
      if (term) return found({ type, id: term.id });
    }
    const thing = target(catalogue, words);
    return thing ? found({ type: "state", target: thing.id, is: "stated" }) : not(`认不出“${text.trim()}”，请换一个说法，或从列表里选`);
  }

  function splitAtOperator(words) {
    let best = null;
    for (const [op, { words: signs }] of Object.entries(OPS)) {
      for (const sign of signs) {
        const at = words.indexOf(sign);
        // The longest sign at a place wins: 不超过 is not 超过.
        if (at > 0 && (!best || at < best.at || (at === best.at && sign.length > best.sign.length))) best = { op, sign, at };
      }
    }
    if (!best) return null;
    const after = words.slice(best.at + best.sign.length);
    return { op: best.op, name: words.slice(0, best.at), value: after };
  }

  // --- judging a scheme ---

  /**
   * How a scheme stands to a condition: `verdict` is met | some (in part of the cases) | not | unread; `why` says on what grounds.
   * @param {any} catalogue
   * @param {any} scheme
   * @param {Condition} condition
   * @param {{day: string, months: number}} on  the reading of rate caps
   */
  function judge(catalogue, scheme, condition, on) {
    if (condition.type === "number") return judgeNumber(catalogue, scheme, condition, on);
    if (condition.type === "state") return judgeState(catalogue, scheme, condition);
    return judgeTerm(catalogue, scheme, condition);
  }

  const cellsOf = (catalogue, scheme, condition) =>
    parts(catalogue, condition.target).map((parameter) => ({ parameter, cell: catalogue.cell(parameter, scheme) }));

  /** Why a cell without a figure gives no answer. */
  function absent(cells) {
    const by = (state) => cells.find(({ cell }) => cell.state === state);
    if (by("stated")) return { verdict: "not", why: "写明了，但没有可比的数字" };
    if (by("delegated")) return { verdict: "not", why: "留给另行约定" };
    if (by("unread")) return { verdict: "unread", why: "未见原文" };
    return { verdict: "not", why: by("silent") ? "未规定" : "不适用" };
  }

  function judgeNumber(catalogue, scheme, condition, on) {
    const cells = cellsOf(catalogue, scheme, condition);
    const months = parts(catalogue, condition.target)[0].unit === "months";
    const wanted = months ? times(number(Number(condition.value)), ratio(30n)) : number(Number(condition.value));
    const figures = [];
    for (const { cell } of cells) {
      for (const provision of cell.provisions) {
        if (provision.state !== "stated" || provision.adds) continue;
        const reading = provision.formula ? normalised(catalogue.rates, provision.formula, on.day, on.months) : null;
        const value = reading ? reading.rate : measure(provision);
        if (value) figures.push({ value, words: (provision.when ? `${provision.when}：` : "") + (reading && !reading.basis.startsWith("固定") ? `${reading.text}（${reading.basis}）` : provision.text) });
      }
    }
    if (!figures.length) return absent(cells);
    const holding = figures.filter((figure) => OPS[condition.op].holds(compare(figure.value, wanted)));
    if (holding.length === figures.length) return { verdict: "met", why: figures.map((figure) => figure.words).join("；") };
    if (!holding.length) return { verdict: "not", why: figures.map((figure) => figure.words).join("；") };
    return { verdict: "some", why: `只有部分情形：${holding.map((figure) => figure.words).join("；")}` };
  }

  function judgeState(catalogue, scheme, condition) {
    const cells = cellsOf(catalogue, scheme, condition);
    const hit = cells.find(({ cell }) => cell.state === condition.is);
    if (condition.is === "silent") {
      if (cells.every(({ cell }) => cell.state === "silent" || cell.state === "not_applicable") && hit) return { verdict: "met", why: "全文读过，没有写" };
    } else if (hit) {
      const said = hit.cell.provisions.filter((p) => p.text || p.short).map((p) => (p.when ? `${p.when}：` : "") + (p.text || p.short));
      return { verdict: "met", why: said.join("；") || hit.cell.stateLabel };
    }
    const other = cells.find(({ cell }) => cell.state === "stated");
    if (other) return { verdict: "not", why: "文件写明了" };
    return absent(cells);
  }

  /** The term itself and everything that it is a kind of. */
  function above(terms, id, found = new Set()) {
    if (!found.has(id)) {
      found.add(id);
      for (const upper of terms.get(id)?.above ?? []) above(terms, upper, found);
    }
    return found;
  }

  function judgeTerm(catalogue, scheme, { type, id }) {
    const terms = catalogue.terms.get(TERMS[type]);
    const source = { class: "borrower_classes", group: "key_support_groups", route: "enhancement_routes" }[type];
    const cell = catalogue.cell(catalogue.parameter.get(source), scheme);
    if (type === "group" && scheme.groups.has(id)) {
      const labels = scheme.groups.get(id).map((parameter) => catalogue.parameter.get(parameter).label);
      return { verdict: "met", why: `见${labels.join("、")}` };
    }
    const named = type === "class" ? scheme.classes : type === "route" ? scheme.routes : [];
    const hit = named.find((one) => (type === "class" ? above(terms, id).has(one) : one === id));
    if (hit) return { verdict: "met", why: terms.get(hit).label };
    if (type === "group") return cell.state === "silent" ? { verdict: "not", why: "未规定" } : { verdict: "unread", why: "读到的部分没有提到" };
    return cell.state === "stated" ? { verdict: "not", why: `写明的是：${cell.provisions.map((p) => p.text).join("；")}` } : absent([{ cell }]);
  }

  /**
   * The schemes that meet every condition, then those that meet some, each with its verdicts; the rest is only counted.
   * @param {any} catalogue
   * @param {Condition[]} conditions
   * @param {{day: string, months: number}} on
   */
  function matches(catalogue, conditions, on) {
    const full = [], partial = [];
    for (const scheme of catalogue.schemes) {
      const verdicts = conditions.map((condition) => ({ condition, ...judge(catalogue, scheme, condition, on) }));
      const count = (verdict) => verdicts.filter((one) => one.verdict === verdict).length;
      const met = count("met");
      if (met === verdicts.length) full.push({ scheme, verdicts });
      else if (met || count("some")) partial.push({ scheme, verdicts, rank: [met, count("some"), count("unread")] });
    }
    partial.sort((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1] || b.rank[2] - a.rank[2] || b.scheme.stated - a.scheme.stated || a.scheme.index - b.scheme.index);
    return { full, partial, rest: catalogue.schemes.length - full.length - partial.length };
  }

  Atlas.compare.filter = Object.freeze({ OPS, STATES, TERMS, targets, unitOf, sentence, parse, judge, matches });
})((globalThis.Atlas ??= {}));
