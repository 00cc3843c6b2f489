/* What a request asks and what a scheme says to it: checks, typed requests, matching, reference rates, limits.
   Mirror of the Python modules of the same names in generator/costs, which give the rules. */
(function (Atlas) {
  "use strict";
  const { UNIT, Unreadable, Rate, ratio, plus, compare, monthsOf, number, scaled, isRecord, has, spokenMoney, spokenMonths } =
    Atlas.costs.decimals;
  const { METHODS } = Atlas.costs.arithmetic;

  // --- messages: the checks of one quote

  /** @typedef {{level: string, code: string, message: {zh: string, en: string}, evidence: object[]}} Check */

  class Checks {
    constructor(sentences) {
      this.sentences = sentences;
      this.listed = [];
    }

    /** Add a check with the evidence of provisions; `words` (a pair is Chinese and English) fill its sentence, `what` names a parameter. */
    add(code, provisions = [], words = {}) {
      const { level, zh, en } = this.sentences.codes[code];
      const evidence = provisions
        .flatMap((provision) => [...(provision.evidence || []), ...(provision.mentioned || [])])
        .map(({ source = null, locator = null, phrase = null }) => ({ source, locator, phrase }));
      const filled = (sentence, language, place) =>
        sentence.replace(/\{(\w+)\}/g, (_, name) => {
          const word = words[name];
          if (name === "what") return this.sentences.what[word][language];
          return typeof word === "string" ? word : word[place];
        });
      const message = { zh: filled(zh, "zh", 0), en: filled(en, "en", 1) };
      this.listed.push({ level, code, message, evidence });
    }
  }

  const hasError = (listed) => listed.some((check) => check.level === "error");

  // --- request: read strictly and completely

  const ROUTES = ["insurance", "guarantee"];
  const PAYMENTS = ["single", "annual"];
  const FIELDS = [
    "amount", "months", "repayment", "drawdown", "borrower", "groups", "route",
    "annual_rate", "premium_rate", "premium_payment", "subsidy_month",
  ];
  const MOST_FEN = 10000000000n;
  const MOST_MONTHS = 120n;
  const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
  const NAME = /^[A-Za-z0-9_-]{1,40}$/;
  const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

  /** A request, typed: amount in fen, rates in units of 1e-8, drawdown as YYYY-MM-DD.
   * @typedef {{amount: bigint, months: number, repayment: string, drawdown: string, borrower: string, groups: Set<string>,
   *   route: string | null, annual_rate: bigint | null, premium_rate: bigint | null, premium_payment: string,
   *   subsidy_month: number}} Request */

  function isDay(text) {
    const found = typeof text === "string" ? DAY.exec(text) : null;
    if (!found) return false;
    const [year, month, day] = found.slice(1).map(Number);
    if (year === 0 || month < 1 || month > 12) return false;
    const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
    return day >= 1 && day <= MONTH_LENGTHS[month - 1] + (leap ? 1 : 0);
  }

  /** A request, or null with its faults; the vocabulary's terms come as maps by id. @returns {{request: Request | null, faults: Fault[]}} */
  function parse(raw, borrowers, groups) {
    const faults = [];
    const given = (field) => (has(raw, field) ? raw[field] ?? null : null);

    function quantity(field, places, low, high, required = false) {
      const value = given(field);
      if (value === null) {
        if (required) faults.push([`${field}_missing`, {}]);
        return null;
      }
      try {
        const read = scaled(value, places);
        if (read < low || read > high) throw new Unreadable("out_of_range");
        return read;
      } catch (fault) {
        if (!(fault instanceof Unreadable)) throw fault;
        faults.push([`${field}_${fault.message}`, {}]);
        return null;
      }
    }

    function choice(field, allowed, required = false) {
      const value = given(field);
      if (value === null) {
        if (required) faults.push([`${field}_missing`, {}]);
        return null;
      }
      if (typeof value === "string" && allowed(value)) return value;
      faults.push([`${field}_unknown`, {}]);
      return null;
    }

    const strange = Object.keys(raw).filter((name) => !FIELDS.includes(name));
    if (strange.length) {
      const names = [...new Set(strange.map((name) => (NAME.test(name) ? name : "?")))].sort();
      faults.push(["unknown_field", { fields: [names.join("、"), names.join(", ")] }]);
    }
    const amount = quantity("amount", 2, 1n, MOST_FEN, true);
    const months = quantity("months", 0, 1n, MOST_MONTHS, true);
    const repayment = choice("repayment", (value) => METHODS.includes(value), true);
    const drawdown = given("drawdown");
    if (!isDay(drawdown)) faults.push([drawdown === null ? "drawdown_missing" : "drawdown_not_a_date", {}]);
    const borrower = choice("borrower", (value) => borrowers.has(value), true);
    const chosen = given("groups") ?? [];
    if (!Array.isArray(chosen)) faults.push(["groups_not_a_list", {}]);
    else if (!chosen.every((group) => typeof group === "string" && groups.has(group))) faults.push(["group_unknown", {}]);
    const route = choice("route", (value) => ROUTES.includes(value));
    const annual_rate = quantity("annual_rate", 8, 0n, UNIT);
    const premium_rate = quantity("premium_rate", 8, 0n, UNIT);
    const premium_payment = choice("premium_payment", (value) => PAYMENTS.includes(value));
    const subsidy_month = quantity("subsidy_month", 0, 0n, MOST_MONTHS);
    if (faults.length) return { request: null, faults };
    const request = {
      amount, months: Number(months), repayment, drawdown, borrower, groups: new Set(chosen), route,
      annual_rate, premium_rate, premium_payment: premium_payment ?? "single", subsidy_month: Number(subsidy_month ?? 0n),
    };
    return { request, faults };
  }

  // --- matching: which provision speaks of this loan

  // A situation {distance, groups, route, months, yuan}: `distance` of each class at or above the borrower's.
  // A match {chosen, all, added, rivals, unanswered, untold}: `all` is the chosen provision and those on top.

  const SOFT = ["in_principle", "usual"];
  const PASSED_OVER = ["observed", "planned", "illustrative", "encouraged"];

  /** How many steps of `is_a` lie between a class and each class above it. */
  function distances(borrower, terms) {
    const found = new Map([[borrower, 0]]);
    let reached = [borrower];
    for (let steps = 1; reached.length; steps++) {
      const above = reached.flatMap((term) => listed(terms.get(term)?.is_a)).filter((parent) => !found.has(parent));
      for (const parent of above) found.set(parent, steps);
      reached = [...new Set(above)];
    }
    return found;
  }

  function listed(value) {
    if (typeof value === "string") return [value];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  }

  const matchOf = (all) => ({ chosen: null, all, added: all, rivals: [], unanswered: [], untold: [] });

  const isStated = (provision) => (provision.state || "stated") === "stated";

  /** The provisions of one parameter, firm or soft, that hold in a situation. */
  function match(provisions, situation, soft) {
    const met = [];
    const untold = [];
    for (const provision of provisions) {
      const modality = provision.modality ?? null;
      if (PASSED_OVER.includes(modality) || SOFT.includes(modality) !== soft) continue;
      const result = outcome(provision.when || {}, situation);
      if (result === null && isStated(provision)) untold.push(provision);
      else if (result) met.push(provision);
    }
    const added = met.filter((p) => p.adds === true);
    const general = met.filter((p) => p.adds !== true);
    const holding = general.filter(
      (p) => !general.some((other) => isNarrower(other, p, situation) && !isNarrower(p, other, situation)),
    );
    const stated = holding.filter(isStated);
    const chosen = stated.length === 1 ? stated[0] : null;
    const onTop = added.filter(isStated);
    return {
      chosen,
      all: chosen ? [chosen, ...onTop] : onTop,
      added: onTop,
      rivals: stated.length > 1 ? stated : [],
      unanswered: [...holding, ...added].filter((p) => !isStated(p)),
      untold,
    };
  }

  const conditions = (when) => Object.entries(when).filter(([, wanted]) => (wanted ?? null) !== null);

  function outcome(when, situation) {
    const outcomes = conditions(when).map(([name, wanted]) => condition(name, wanted, situation));
    return outcomes.includes(false) ? false : outcomes.includes(null) ? null : true;
  }

  function condition(name, wanted, situation) {
    if (name === "borrower") return listed(wanted).some((term) => situation.distance.has(term));
    if (name === "group") return listed(wanted).some((term) => situation.groups.has(term));
    if (name === "not_group") return !listed(wanted).some((term) => situation.groups.has(term));
    if (name === "route") return situation.route !== null && listed(wanted).includes(situation.route);
    if (name === "term" || name === "amount") {
      const ends = bounds(name, wanted);
      const measure = name === "term" ? ratio(BigInt(situation.months)) : situation.yuan;
      if (ends === null) return null;
      return (ends.above === null || compare(measure, ends.above) > 0n) && (ends.upTo === null || compare(measure, ends.upTo) <= 0n);
    }
    return null;
  }

  /** An interval `{above, up_to}`, open below and closed above; null where it is given in words. */
  function bounds(name, wanted) {
    if (!isRecord(wanted)) return null;
    const keys = Object.keys(wanted);
    if (!keys.length || keys.some((key) => key !== "above" && key !== "up_to")) return null;
    const [above, upTo] = ["above", "up_to"].map((key) => {
      if (!has(wanted, key)) return null;
      if (name === "amount") return number(wanted[key]) ?? undefined;
      const months = monthsOf(wanted[key]);
      return months === null ? undefined : ratio(BigInt(months));
    });
    return above === undefined || upTo === undefined ? null : { above, upTo };
  }

  /** Whether `one` is at least as specific as `other`; both are met. */
  function isNarrower(one, other, situation) {
    const mine = one.when || {};
    return conditions(other.when || {}).every(
      ([name, wanted]) => (mine[name] ?? null) !== null && isWithin(name, mine[name], wanted, situation),
    );
  }

  function isWithin(name, mine, theirs, situation) {
    if (name === "term" || name === "amount") {
      const [inner, outer] = [bounds(name, mine), bounds(name, theirs)];
      if (!inner || !outer) return false;
      const below = outer.above === null || (inner.above !== null && compare(inner.above, outer.above) >= 0n);
      return below && (outer.upTo === null || (inner.upTo !== null && compare(inner.upTo, outer.upTo) <= 0n));
    }
    const [ours, others] = [listed(mine), listed(theirs)];
    const part = (some, all) => some.every((term) => all.includes(term));
    if (name === "not_group") return part(others, ours);
    if (name === "borrower") {
      const nearest = (terms) => Math.min(...terms.map((term) => situation.distance.get(term) ?? Infinity));
      return nearest(ours) < nearest(others) || (nearest(ours) === nearest(others) && part(ours, others));
    }
    return part(ours, others);
  }

  class Reader {
    constructor(parameters, situation) {
      this.parameters = parameters;
      this.situation = situation;
      this.known = new Map();
    }

    /** All provisions of a parameter; one with its state alone where there are none. */
    provisions(parameter) {
      const published = this.parameters[parameter] || {};
      return published.provisions?.length ? published.provisions : [{ state: published.state || "unread" }];
    }

    /** The match of a parameter's firm (or soft) provisions. */
    match(parameter, soft = false) {
      const key = `${parameter} ${soft}`;
      if (!this.known.has(key)) this.known.set(key, match(this.provisions(parameter), this.situation, soft));
      return this.known.get(key);
    }
  }

  // --- reference: rates on a day

  const LAST_QUOTED = { pbc_benchmark: "2019-08-19" };
  const BANDS = [[6, "6m"], [12, "1y"], [36, "3y"], [60, "5y"]];

  const asJson = (quoted) => ({
    series: quoted.series, tenor: quoted.tenor, value: Rate.of(quoted.value), from: quoted.begins,
  });

  function tenorFor(series, tenor, months) {
    if (tenor !== "same_term") return tenor;
    if (series !== "pbc_benchmark") return months < 60 ? "1y" : "5y";
    const band = BANDS.find(([limit]) => months <= limit);
    return band ? band[1] : "over_5y";
  }

  /** The rate {series, tenor, value, begins} of a series in force on a day; a `code` instead says why there is none. */
  function lookup(record, series, tenor, months, day) {
    const all = record.series || {};
    if (typeof series !== "string" || !has(all, series)) return { code: "reference_unknown", begins: "" };
    const rows = (all[series].rows || []).slice().sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
    if (rows.length && day < rows[0].from) return { code: "reference_before_series", begins: rows[0].from };
    const row = rows.filter((one) => one.from <= day).pop();
    const read = tenorFor(series, tenor, months);
    const known = row && typeof read === "string" && has(row.values, read);
    const value = known ? number(row.values[read]) : null;
    if (value === null) return { code: "reference_unknown", begins: "" };
    return { series, tenor: read, value, begins: row.from };
  }

  /** Warn where the value is used beyond the day up to which the series was quoted or confirmed. */
  function report(record, quoted, day, checks) {
    if (has(LAST_QUOTED, quoted.series)) {
      if (day > LAST_QUOTED[quoted.series]) checks.add("reference_no_longer_quoted", [], { date: quoted.begins });
      return;
    }
    const confirmed = record.series[quoted.series].last_confirmed;
    if (typeof confirmed === "string" && day > confirmed) checks.add("reference_not_confirmed_since", [], { date: confirmed });
  }

  // --- limits: time, borrowers, route, amounts, terms

  const PARTIAL = /^[0-9]{4}(-[0-9]{2}){0,2}$/;
  const ROUTES_OF_PRODUCT = { guarantee_insurance: ["insurance"], guarantee_fund: ["guarantee"] };

  const date = (value) => (typeof value === "string" && PARTIAL.test(value) ? value : null);
  const after = (day, end) => day.slice(0, end.length) > end;
  const before = (day, start) => day.slice(0, start.length) < start;

  function termList(match) {
    const list = { terms: [], open: false, exclusive: false };
    for (const provision of match.all) {
      let value = provision.value;
      if (isRecord(value)) {
        list.open = list.open || value.open === true;
        list.exclusive = list.exclusive || value.exclusive === true;
        value = value.list;
      }
      list.terms.push(...listed(value));
    }
    return list;
  }

  function notes(match, parameter, checks) {
    if (match.rivals.length) checks.add("provisions_ambiguous", match.rivals, { what: parameter });
    if (match.untold.length) checks.add("condition_not_asked", match.untold, { what: parameter });
    const rough = match.all.filter((p) => p.approx === true);
    if (rough.length) checks.add("approximate", rough, { what: parameter });
  }

  /** Draft, plan, start, expiry, repeal and supersession on the drawdown day. */
  function checkTime(scheme, reader, day, checks) {
    const instrument = scheme.instrument || {};
    const lifecycle = scheme.lifecycle || {};
    const status = lifecycle.status;
    const asOf = date(lifecycle.as_of) || "";
    if (status === "draft_for_comment") checks.add("scheme_is_draft");
    if (status === "planned") checks.add("scheme_is_planned");
    if (status === "unknown") checks.add("scheme_status_unknown");
    const start = date(instrument.effective_from);
    const end = date(instrument.expires_on);
    if (start && before(day, start)) checks.add("scheme_not_yet_effective", [], { date: start });
    const ends = [end, ...(lifecycle.kept_in_force_by || []).map((notice) => date(isRecord(notice) ? notice.until : null))];
    if (ends.every((one) => one !== null && after(day, one))) {
      checks.add("scheme_expired", [], { date: ends.reduce((a, b) => (b > a ? b : a)) });
    }
    if (status === "repealed" || status === "superseded") {
      checks.add(day < asOf ? "scheme_gone_since" : `scheme_${status}`, [], { date: asOf });
    }
    const match = reader.match("application_window");
    notes(match, "application_window", checks);
    const value = match.chosen && isRecord(match.chosen.value) ? match.chosen.value : {};
    const opens = date(value.from);
    const closes = date(value.until) || date(instrument.application_deadline);
    const evidence = match.chosen ? [match.chosen] : [];
    if (closes && after(day, closes)) checks.add("application_closed", evidence, { date: closes });
    if (opens && before(day, opens)) checks.add("application_not_open", evidence, { date: opens });
  }

  /** The requested route, or the scheme's only one; null after the error check that says why not. */
  function chooseRoute(scheme, request, checks) {
    const published = (scheme.parameters || {}).enhancement_routes || {};
    const stated = (published.provisions || []).filter(isStated);
    const { terms, open } = termList(matchOf(stated));
    let offered = ROUTES.filter((route) => terms.includes(route));
    if (!stated.length) offered = ROUTES_OF_PRODUCT[scheme.product] || [];
    if (request.route === null) {
      if (offered.length === 1) return offered[0];
      checks.add("route_needed", stated);
      return null;
    }
    if (!offered.includes(request.route) && !open && (stated.length || offered.length)) {
      checks.add("route_not_offered", stated);
      return null;
    }
    return request.route;
  }

  function checkBorrower(reader, terms, request, checks) {
    const isAbove = (term) => reader.situation.distance.has(term);
    const excluded = reader.match("excluded_borrowers");
    if (termList(excluded).terms.some(isAbove)) checks.add("borrower_excluded", excluded.all);
    let match = reader.match("borrower_classes");
    notes(match, "borrower_classes", checks);
    const lenient = !match.all.length;
    if (lenient) {
      const loose = [...SOFT, ...PASSED_OVER];
      match = matchOf(reader.provisions("borrower_classes").filter((p) => loose.includes(p.modality) && isStated(p)));
    }
    const { terms: covered, open } = termList(match);
    if (!covered.length || covered.some(isAbove)) return;
    const partial = (reader.parameters.borrower_classes || {}).partial === true;
    if (lenient || open || partial || covered.some((term) => !terms.has(term))) checks.add("borrower_not_listed", match.all);
    else if (covered.some((term) => classesAbove(term, terms).has(request.borrower))) checks.add("borrower_class_too_broad", match.all);
    else checks.add("borrower_not_covered", match.all);
  }

  function classesAbove(term, terms) {
    const found = new Set([term]);
    for (const one of found) for (const parent of listed(terms.get(one)?.is_a)) found.add(parent);
    return found;
  }

  function checkAmount(reader, request, checks) {
    let known = false;
    for (const [parameter, code] of [["loan_amount_cap", "amount_above_cap"], ["insured_amount_cap", "amount_above_insured_cap"]]) {
      for (const soft of [false, true]) {
        const match = reader.match(parameter, soft);
        notes(match, parameter, checks);
        const cap = fenOf(match, parameter, checks);
        known = known || cap !== null;
        if (cap !== null && request.amount > cap) checks.add(soft ? "amount_above_usual" : code, match.all, { cap: spokenMoney(cap) });
      }
    }
    const rule = reader.match("loan_amount_cap_rule");
    if (rule.all.length) checks.add("amount_rule_not_checked", rule.all);
    if (!known) checks.add("amount_cap_unknown");
    const match = reader.match("loan_amount_floor");
    notes(match, "loan_amount_floor", checks);
    const floor = fenOf(match, "loan_amount_floor", checks);
    if (floor !== null && request.amount < floor) checks.add("amount_below_floor", match.all, { cap: spokenMoney(floor) });
  }

  /** The amount that holds, with those on top, in fen (a part of a fen is cut off). */
  function fenOf(match, parameter, checks) {
    if (!match.chosen) return null;
    const amounts = match.all.map((p) => number(p.value));
    if (amounts.includes(null)) {
      checks.add("provision_not_used", match.all, { what: parameter });
      return null;
    }
    const total = amounts.reduce(plus);
    return (total.n * 100n) / total.d;
  }

  function checkTerm(reader, request, checks) {
    let known = false;
    for (const soft of [false, true]) {
      const match = reader.match("loan_term_max", soft);
      notes(match, "loan_term_max", checks);
      const longest = monthsAllowed(match, "loan_term_max", checks);
      known = known || longest !== null;
      if (longest !== null && request.months > longest) {
        checks.add(soft ? "term_above_usual" : "term_above_cap", match.all, { cap: spokenMonths(longest) });
      }
    }
    if (!known) checks.add("term_cap_unknown");
    let match = reader.match("loan_term_min");
    notes(match, "loan_term_min", checks);
    const shortest = monthsAllowed(match, "loan_term_min", checks);
    if (shortest !== null && request.months < shortest) checks.add("term_below_floor", match.all, { cap: spokenMonths(shortest) });
    match = reader.match("repayment_methods");
    const { terms, open, exclusive } = termList(match);
    if (exclusive && !open && !terms.includes(request.repayment) && terms.every((term) => METHODS.includes(term))) {
      checks.add("repayment_not_listed", match.all);
    }
  }

  function monthsAllowed(match, parameter, checks) {
    if (!match.chosen) return null;
    const months = match.all.map((p) => monthsOf(p.value));
    if (months.includes(null)) {
      checks.add("provision_not_used", match.all, { what: parameter });
      return null;
    }
    return months.reduce((a, b) => a + b);
  }

  Object.assign(Atlas.costs, {
    messages: { Checks, hasError },
    request: { ROUTES, PAYMENTS, FIELDS, isDay, parse },
    matching: { distances, listed, match, Reader },
    reference: { asJson, tenorFor, lookup, report },
    limits: { notes, checkTime, chooseRoute, checkBorrower, checkAmount, checkTerm },
  });
})((globalThis.Atlas = globalThis.Atlas || {}));
