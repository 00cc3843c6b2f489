/* The treasury's answers as typed, as a request of the engine, and as they stand in the address (#scheme=…&lending=10亿…).
   Whatever an address holds, only answers that could have been given in the form come out. */
(function (Atlas) {
  "use strict";
  const { inputs } = Atlas;
  const { divideHalfUp } = Atlas.quantities;
  const { UNIT, has, isRecord, plain, scaled } = Atlas.costs.decimals;
  const { said } = Atlas.treasury;

  /** @typedef {Record<string, string>} Answers  the text of every question that was answered */

  const data = Atlas.data.fiscal;
  const LONGEST = 4000;
  const PATH = /^(\w+)(?:\[([1-9])\])?(?:\.(\w+))?$/;
  const LISTED = ["compensation", "excess"];
  const REQUIRED = ["scheme", "lending", "average_loan", "months", "default_rate", "loss_given_default", "horizon"];
  const WHOLE = ["months", "lag"];
  const OUTSIDE = ["scheme", "groups", "horizon", "growth", "yearly_lending", "yearly_default", "layer_limits"];

  const byId = (list) => new Map(list.map((one) => [one.id, one]));
  const schemes = byId(data.schemes);
  const [borrowers, groups] = ["borrower", "group"].map((name) => byId(data.parameters.terms[name]));
  const start = { ...data.example, scheme: schemes.has(data.example.scheme) ? data.example.scheme : data.schemes[0].id };

  const oneOf = (known) => (text) => (known(text) ? { value: text } : { fault: said("choose") });
  const listOf = (read) => (text) => {
    const parts = inputs.tidy(text).split(/[、；;\s]+/).filter(Boolean).map((one) => read(one));
    return parts.find(({ fault }) => fault) || { value: parts.map(({ value }) => value) };
  };
  const money = (text) => inputs.money(text, 100000000000000n, "1万亿元");
  const READ = {
    money, rate: (text) => inputs.rate(text), times: (text) => inputs.rate(text, 10000n), months: inputs.months, month: inputs.month, day: inputs.day,
    moneys: listOf(money), rates: listOf((text) => inputs.rate(text)),
    count(text) {
      const read = inputs.month(text.replace(/\s*年$/, ""));
      return read.fault || (read.value > 0 && read.value <= 20) ? read : { fault: "应在1至20之间" };
    },
    growth(text) {
      const [, sign, size] = /^\s*([-－−]?)([^]*)$/.exec(text);
      const read = inputs.rate(size);
      return read.fault || !sign ? read : { value: `-${read.value}` };
    },
    scheme: oneOf((id) => schemes.has(id)), borrower: oneOf((id) => borrowers.has(id)),
    groups: oneOf((text) => text.split(",").every((id) => groups.has(id))),
  };

  /** The question of a path: that of a second compensation is the first one's. */
  function questionOf(path) {
    const [, name, index, rest] = PATH.exec(path) || [];
    const plainly = index && LISTED.includes(name) ? `${name}.${rest}` : path;
    return has(data.fields, plainly) ? plainly : null;
  }

  /** One answer read: its value, or what is wrong with it. */
  function readOne(path, text) {
    const [, kind] = data.fields[questionOf(path)];
    return (READ[kind] || oneOf((id) => has(data.choices[kind], id)))(text);
  }

  /** The answers of an address, and the labels of what it held but cannot be used; other fields of one letter are not checked. */
  function fromHash(hash) {
    const text = hash.replace(/^#/, "");
    const [answers, refused, seen, more] = [{}, new Set(), new Set(), new Map()];
    for (const part of text.length > LONGEST ? ["scheme="] : text.split("&")) {
      const at = Math.max(part.indexOf("="), 0);
      const name = part.slice(0, at);
      const path = name.includes("%") ? "" : name;
      let value = null;
      try {
        value = decodeURIComponent(part.slice(at + 1));
      } catch {
        // What is no UTF-8 is refused below.
      }
      if (/^[a-z]$/.test(path)) more.set(path, value);
      const question = questionOf(path);
      if (!question) continue;
      if (value === null || seen.has(path) || readOne(path, value).fault) {
        refused.add(data.fields[question][0]);
        delete answers[path];
      } else answers[path] = value;
      seen.add(path);
    }
    if (!Object.keys(answers).length) return { answers: { ...start }, refused: [...refused], more };
    for (const name of REQUIRED) answers[name] = answers[name] ?? start[name];
    return { answers, refused: [...refused], more };
  }

  const toHash = (answers) => Object.entries(answers).map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join("&");

  function put(request, path, value) {
    const [, name, index, rest] = PATH.exec(path);
    if (!rest) request[name] = value;
    else if (LISTED.includes(name)) {
      const list = (request[name] ??= []);
      while (list.length < (index || 1)) list.push({});
      list[(index || 1) - 1][rest] = value;
    } else (request[name] ??= {})[rest] = value;
  }

  /** The years to be looked at: those that were listed, or a growth from the first. */
  function yearsOf(lending, { horizon, growth, yearly_lending: lent, yearly_default: rates }) {
    const count = (lent || rates || { length: Number(horizon) }).length;
    const years = [];
    let size = scaled(lending, 2);
    for (let k = 0; k < count; k++) {
      const year = { lending: lent ? lent[k] : plain(size, 2) };
      if (rates) year.default_rate = rates[k];
      years.push(year);
      size = divideHalfUp(size * (UNIT + scaled(growth || "0", 8)), UNIT);
    }
    return years;
  }

  /** The request that the answers make, or what is wrong with them by question. */
  function read(answers) {
    const [faults, request, outside] = [{}, {}, {}];
    for (const name of REQUIRED) if (!has(answers, name)) answers[name] = "";
    for (const [path, text] of Object.entries(answers)) {
      const { value, fault } = readOne(path, text);
      if (fault) faults[path] = fault;
      else if (path === "layer_limits") request.layer_limits = value;
      else if (OUTSIDE.includes(path)) outside[path] = value;
      else put(request, path, WHOLE.includes(path) ? Number(value) : value);
    }
    const { yearly_lending: lent, yearly_default: rates, groups: ticked } = outside;
    if (lent && rates && lent.length !== rates.length) faults.yearly_default = said("uneven");
    const sum = Object.values(request.shares || {}).reduce((all, one) => all + scaled(one, 8), 0n);
    if (request.shares && sum !== UNIT) faults["shares.bank"] ??= said("not_whole", { sum: `${plain(sum, 6)}%` });
    if (Object.keys(faults).length) return { faults };
    if (ticked) request.groups = ticked.split(",");
    request.years = yearsOf(request.lending, outside);
    return { faults, request, record: schemes.get(answers.scheme) };
  }

  /** A draft kept by the drafting page as a record that the engine reads; null for anything else. */
  function draftOf(kept) {
    if (!isRecord(kept) || !isRecord(kept.parameters) || !isRecord(kept.name)) return null;
    const parameters = {};
    const named = new Set();
    for (const [id, modality] of Object.entries(data.modalities)) {
      const { provisions } = isRecord(kept.parameters[id]) ? kept.parameters[id] : {};
      const sound = Array.isArray(provisions) ? provisions.filter(isRecord) : [];
      for (const { when } of sound) for (const one of [(when || {}).group, (when || {}).not_group].flat()) if (groups.has(one)) named.add(one);
      parameters[id] = {
        state: sound.length ? "stated" : "undecided",
        provisions: sound.map((one) => ({ ...one, when: isRecord(one.when) ? one.when : {}, modality: one.modality || modality, evidence: [] })),
      };
    }
    return {
      id: "draft", name: said("draft"), product: kept.product, draft: true, groups: [...named].sort(), claimed: null, instrument: {}, lifecycle: {},
      sources: {}, parameters,
    };
  }

  Object.assign(Atlas.treasury, { data, schemes, groups, questionOf, fromHash, toHash, read, draftOf });
})((globalThis.Atlas = globalThis.Atlas || {}));
