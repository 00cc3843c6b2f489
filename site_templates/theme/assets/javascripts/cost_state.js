/* The calculator's answers as typed, as a request, and as they stand in the address (#scheme=…&amount=30万…).
   Whatever an address holds, only answers that could have been given in the form come out. */
(function (Atlas) {
  "use strict";
  const { inputs } = Atlas;
  const { has } = Atlas.costs.decimals;

  /** @typedef {Record<string, string>} Answers  the text of every question; "" is not answered, UNKNOWN is 不知道 */

  const UNKNOWN = "unknown";
  /** The terms that are listed where the borrower does not know how long. */
  const TERMS = ["6", "12", "24", "36"];
  const LONGEST = 4000;
  const OPTIONAL = ["groups", "annual_rate", "premium_rate", "premium_base", "route", "premium_payment", "subsidy_month", "tiers"];
  const TYPED = {
    amount: inputs.money, months: inputs.months, drawdown: inputs.day, annual_rate: inputs.rate, premium_rate: inputs.rate,
    subsidy_month: inputs.month,
  };

  /** The data with what is looked up in it. */
  function catalogue(data) {
    const byId = (list) => new Map(list.map((item) => [item.id, item]));
    const { labels, routes, parameters: { terms } } = data;
    const names = Object.keys(labels);
    const [schemes, borrowers, groups] = [data.schemes, terms.borrower, terms.group].map(byId);
    const known = {
      scheme: (id) => schemes.has(id),
      borrower: (id) => id === UNKNOWN || borrowers.has(id),
      groups: (text) => text.split(",").every((id) => groups.has(id)),
      repayment: (id) => id === UNKNOWN || has(data.methods, id),
      route: (id) => has(routes, id),
      premium_base: (id) => has(data.bases, id),
      premium_payment: (id) => id === "annual" || id === "single",
      tiers: (id) => id === "all",
    };
    const scheme = schemes.has(data.example.scheme) ? data.example.scheme : data.schemes[0].id;
    const start = { ...Object.fromEntries(names.map((name) => [name, ""])), ...data.example, scheme };
    return { data, names, labels, schemes, borrowers, groups, known, start };
  }

  /** What is wrong with one answer, or "". */
  function fault(name, text, known) {
    if (text === "" && OPTIONAL.includes(name)) return "";
    if (["months", "drawdown"].includes(name) && text === UNKNOWN) return "";
    if (has(TYPED, name)) return TYPED[name](text).fault || "";
    return known[name](text) ? "" : "请选择";
  }

  /** The answers of an address, the names of what it held but cannot be used, and other fields of one letter, not checked. */
  function fromHash(hash, { start, known, names, labels }) {
    const text = hash.replace(/^#/, "");
    const [answers, seen, refused, more] = [{ ...start }, new Set(), new Set(), new Map()];
    if (text.length > LONGEST) return { answers, refused: Object.values(labels), more };
    for (const part of text.split("&")) {
      const at = part.indexOf("=");
      const name = part.slice(0, Math.max(at, 0));
      let value;
      try {
        value = decodeURIComponent(part.slice(at + 1));
      } catch {
        value = null;
      }
      if (!names.includes(name)) {
        if (/^[a-z]$/.test(name) && value !== null) more.set(name, value);
        continue;
      }
      if (value === null || seen.has(name) || fault(name, value, known)) {
        refused.add(labels[name]);
        answers[name] = start[name];
      } else answers[name] = value;
      seen.add(name);
    }
    return { answers, refused: [...refused], more };
  }

  /** The answers as an address, without #. */
  const toHash = (answers) =>
    Object.entries(answers).filter(([, text]) => text !== "").map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join("&");

  /** The record with only the provisions that rest on sources of the chosen tiers; mirror of costs/tiers.py. */
  function usable(scheme, tiers) {
    const rests = (provision) => {
      const pieces = provision.evidence || [];
      const figures = pieces.filter((piece) => (piece.role || "figure") === "figure");
      const read = figures.length ? figures : pieces;
      return !read.length || read.some((piece) => tiers.includes(piece.tier));
    };
    let aside = 0;
    const parameters = {};
    for (const [name, parameter] of Object.entries(scheme.parameters)) {
      const provisions = (parameter.provisions || []).map((provision) => {
        if (rests(provision)) return provision;
        aside += 1;
        return { ...provision, state: "unread", value: null };
      });
      parameters[name] = { ...parameter, provisions };
    }
    return { scheme: { ...scheme, parameters }, aside };
  }

  /** The request that the answers make, or what is wrong with them; where something is not known, several, each with the words that tell it apart. */
  function read(answers, { data, names, schemes, borrowers, known }) {
    const faults = {};
    for (const name of names) {
      const found = fault(name, answers[name], known);
      if (found) faults[name] = found;
    }
    if (Object.keys(faults).length) return { faults, scheme: null, aside: 0, requests: [] };
    const tiers = answers.tiers ? data.tiers.all : data.tiers.careful;
    const { scheme, aside } = usable(schemes.get(answers.scheme), tiers);
    const value = (name) => (answers[name] === "" ? null : TYPED[name](answers[name]).value);
    const month = value("subsidy_month");
    const common = {
      amount: value("amount"),
      drawdown: answers.drawdown === UNKNOWN ? data.as_of : value("drawdown"),
      groups: answers.groups ? answers.groups.split(",") : [],
      annual_rate: value("annual_rate"), premium_rate: value("premium_rate"), premium_base: answers.premium_base || null, premium_payment: answers.premium_payment || "single",
      subsidy_month: month === null ? 0 : Number(month),
    };
    const every = (name, all) => (answers[name] === UNKNOWN ? all : [answers[name]]);
    const classes = scheme.classes.filter((id) => borrowers.has(id));
    /** Every request so far with every value of one more field; what was not known is told in words. */
    const by = (requests, name, values, tell) =>
      requests.flatMap(({ words, request }) =>
        values.map((one) => ({ words: values.length > 1 ? [...words, tell(one)] : words, request: one === null ? request : { ...request, [name]: one } })));
    let requests = [{ words: [], request: common }];
    requests = by(requests, "borrower", every("borrower", classes.length ? classes : [...borrowers.keys()].slice(0, 1)), (id) => borrowers.get(id).label);
    requests = by(requests, "months", (answers.months === UNKNOWN ? TERMS : [value("months")]).map(Number), (count) => `${count}个月`);
    requests = by(requests, "repayment", every("repayment", Object.keys(data.methods)), (id) => data.methods[id]);
    requests = by(requests, "route", routesOf(answers, scheme, Object.keys(data.routes)), (id) => data.routes[id]);
    return { faults, scheme, aside, requests: requests.map(({ words, request }) => ({ words: words.join("、"), request })) };
  }

  /** The routes to compute: the chosen one, or each that the scheme names where it names several. */
  function routesOf(answers, scheme, all) {
    if (answers.route) return [answers.route];
    const named = new Set();
    for (const { value, state } of (scheme.parameters.enhancement_routes || {}).provisions || []) {
      if ((state || "stated") === "stated") for (const id of (value && value.list) || value || []) named.add(id);
    }
    const routes = all.filter((route) => named.has(route));
    return routes.length > 1 ? routes : [null];
  }

  Atlas.costState = Object.freeze({ UNKNOWN, catalogue, fault, fromHash, toHash, usable, read });
})((globalThis.Atlas = globalThis.Atlas || {}));
