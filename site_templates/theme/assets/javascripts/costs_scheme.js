/* What a scheme says to a loan, for every calculator: checks, matching, reference rates, time and route, rate and premium.
   Mirror of the Python modules of the same names in generator/costs, which give the rules. */
(function (Atlas) {
  "use strict";
  const { UNIT, Rate, ratio, plus, times, compare, monthsOf, number, isRecord, has, spokenRate } = Atlas.costs.decimals;

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

  // --- request: what every request may hold

  const ROUTES = ["insurance", "guarantee"];
  const ON_INTEREST = "principal_and_interest";
  const PREMIUM_BASES = ["principal", ON_INTEREST];
  const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
  const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

  function isDay(text) {
    const found = typeof text === "string" ? DAY.exec(text) : null;
    if (!found) return false;
    const [year, month, day] = found.slice(1).map(Number);
    if (year === 0 || month < 1 || month > 12) return false;
    const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
    return day >= 1 && day <= MONTH_LENGTHS[month - 1] + (leap ? 1 : 0);
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

  // --- limits: time and route

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

  // --- pricing: the annual rate, and the premium or fee

  // A charge {rate, withInterest, once} is a rate on principal or on 本息, a year or once for the loan.
  // A price {value, provisions, reference, charges} is one figure of the scheme; {code, begins} says why it is missing.

  const ZERO = ratio(0n);
  const BASES = ["principal", "loan_amount", "insured_amount", "principal_and_interest", "unstated", null];
  const SPOKEN_BASES = { principal: ["贷款本金", "principal"], [ON_INTEREST]: ["贷款本息", "principal and interest"] };
  const isOpen = (component) => (component ?? "unstated") === "unstated";

  const isPrice = (read) => read !== null && "value" in read;

  /** The annual rate (null after an error check) and the reference rate it was set by or compared with. */
  function loanRate(reader, request, references, checks) {
    const start = checks.listed.length;
    const prices = [];
    const missing = [];
    for (const parameter of ["loan_rate_fixed", "loan_rate_cap"]) {
      for (const soft of [false, true]) {
        const matched = reader.match(parameter, soft);
        notes(matched, parameter, checks);
        const read = formula(matched, parameter, request, references, checks);
        if (isPrice(read)) prices.push({ parameter, soft, price: read });
        else if (read !== null) missing.push(read);
      }
    }
    const reference = prices.map(({ price }) => price.reference).find(Boolean) || null;
    let rate;
    if (request.annual_rate === null) {
      if (!prices.length) {
        const why = missing[0] || { code: "annual_rate_needed", begins: "" };
        if (!hasError(checks.listed.slice(start))) checks.add(why.code, [], { date: why.begins });
        return { rate: null, reference: null };
      }
      const { parameter, soft, price } = prices[0];
      const code = soft ? "rate_is_usual" : parameter === "loan_rate_fixed" ? "rate_is_fixed" : "rate_is_cap";
      checks.add(code, price.provisions, { cap: spokenRate(price.value) });
      rate = Rate.of(price.value);
    } else {
      rate = new Rate(request.annual_rate);
      if (missing.length) checks.add("rate_cap_not_checked");
      else if (!prices.length) checks.add("rate_cap_unknown");
    }
    for (const { parameter, soft, price } of prices) {
      const difference = compare(rate.exact, price.value);
      const words = { cap: spokenRate(price.value) };
      if (parameter === "loan_rate_fixed") {
        if (!soft && difference !== 0n) checks.add("rate_differs_from_fixed", price.provisions, words);
      } else if (difference > 0n) checks.add(soft ? "rate_above_usual" : "rate_above_cap", price.provisions, words);
    }
    if (reference) report(references, reference, request.drawdown, checks);
    return { rate, reference };
  }

  /** The rate of a formula, rounded to 1e-8: a price, missing, or null where the scheme gives none. */
  function formula(matched, parameter, request, references, checks) {
    if (!matched.chosen) return null;
    const value = isRecord(matched.chosen.value) ? matched.chosen.value : {};
    const [fixed, multiplier, points] = [value.fixed, value.multiplier, value.add_bp].map(number);
    if (matched.added.length || (fixed === null && multiplier === null && points === null)) {
      checks.add("provision_not_used", matched.all, { what: parameter });
      return null;
    }
    const price = (exact, reference) => ({
      value: Rate.of(exact).exact, provisions: matched.all, reference, charges: [],
    });
    if (fixed !== null) return price(fixed, null);
    const quoted = lookup(references, value.reference, value.tenor, request.months, request.drawdown);
    if ("code" in quoted) return quoted;
    const exact = plus(times(quoted.value, multiplier || ratio(1n)), times(points || ZERO, ratio(1n, 10000n)));
    return price(exact, quoted);
  }

  /** The charges that make up the premium or fee; none after an error check. `base` stands where the scheme leaves one open. */
  function premiumCharges(reader, request, checks, base = null) {
    const start = checks.listed.length;
    const guaranteed = reader.situation.route === "guarantee";
    const prices = [];
    for (const parameter of guaranteed ? ["guarantee_fee_cap"] : ["premium_rate_fixed", "premium_rate_cap"]) {
      for (const soft of [false, true]) {
        const price = chargesOf(reader, parameter, soft, checks, base);
        if (price) prices.push({ parameter, soft, price });
      }
    }
    const floor = guaranteed ? null : chargesOf(reader, "premium_rate_floor", false, checks, base);
    const stated = prices.length ? prices[0].price : floor;
    let charges;
    if (request.premium_rate === null) {
      if (!prices.length) {
        if (!hasError(checks.listed.slice(start))) checks.add("premium_rate_needed", floor ? floor.provisions : []);
        return [];
      }
      const { parameter, soft, price } = prices[0];
      const code = soft ? "premium_is_usual" : parameter === "premium_rate_fixed" ? "premium_is_fixed" : "premium_is_cap";
      checks.add(code, price.provisions, { cap: spokenRate(price.value) });
      charges = price.charges;
    } else {
      const rate = ratio(request.premium_rate, UNIT);
      const like = stated ? stated.charges[0] : { withInterest: base === ON_INTEREST, once: false };
      charges = [{ ...like, rate }];
      comparePremium(rate, prices, floor, checks);
    }
    const provisions = stated ? stated.provisions : [];
    // A supplied rate is one charge, made like the first that the scheme states.
    checkBase(base && request.premium_rate !== null ? provisions.slice(0, 1) : provisions, base, checks);
    if (valuesOf(provisions).some((value) => isOpen(value.per))) checks.add("premium_period_unstated", provisions);
    return charges;
  }

  function comparePremium(rate, prices, floor, checks) {
    for (const { parameter, soft, price } of prices) {
      const difference = compare(rate, price.value);
      const words = { cap: spokenRate(price.value) };
      if (parameter === "premium_rate_fixed") {
        if (!soft && difference !== 0n) checks.add("premium_differs_from_fixed", price.provisions, words);
      } else if (difference > 0n) checks.add(soft ? "premium_above_usual" : "premium_above_cap", price.provisions, words);
    }
    if (floor && compare(rate, floor.value) < 0n) checks.add("premium_below_floor", floor.provisions, { cap: spokenRate(floor.value) });
    if (!prices.length && !floor) checks.add("premium_cap_unknown");
  }

  /** The charges that a premium rests on; one that says nothing where the scheme has none. */
  const valuesOf = (provisions) => (provisions.length ? provisions.map((p) => p.value) : [{}]);

  /** Say what the premium rate applies to where the scheme does not, or where it says other than `base`. */
  function checkBase(provisions, base, checks) {
    const bases = valuesOf(provisions).map((value) => value.base);
    const stated = bases.filter((one) => !isOpen(one));
    if (base && stated.some((one) => (one === ON_INTEREST) !== (base === ON_INTEREST))) {
      const other = PREMIUM_BASES.find((one) => one !== base);
      checks.add("premium_base_stated", provisions, { base: SPOKEN_BASES[other] });
    }
    if (stated.length === bases.length) return;
    if (base) checks.add("premium_base_given", provisions, { base: SPOKEN_BASES[base] });
    else checks.add("premium_base_unstated", provisions);
  }

  /** The charges of a parameter: one match for each set of cover, subsets dropped, the rest added. */
  function chargesOf(reader, parameter, soft, checks, base) {
    const provisions = reader.provisions(parameter);
    const keys = new Set(provisions.filter((p) => isRecord(p.value)).map(coverOf));
    const matches = [];
    for (const key of [...keys].sort()) {
      const alike = provisions.filter((p) => !isRecord(p.value) || coverOf(p) === key);
      const matched = match(alike, reader.situation, soft);
      notes(matched, parameter, checks);
      if (matched.chosen) matches.push({ cover: String(key).split(","), matched });
    }
    const holds = (all, some) => some.every((one) => all.includes(one));
    const widest = matches.filter(({ cover }) => !matches.some((other) => other.cover.length > cover.length && holds(other.cover, cover)));
    const shared = widest.some(({ cover }, k) => widest.slice(0, k).some((other) => cover.some((one) => other.cover.includes(one))));
    const used = widest.flatMap(({ matched }) => matched.all);
    if (shared) {
      checks.add("provisions_ambiguous", used, { what: parameter });
      return null;
    }
    if (!used.length) return null;
    const charges = used.map((provision) => readCharge(provision, base));
    if (charges.includes(null)) {
      checks.add("provision_not_used", used, { what: parameter });
      return null;
    }
    const value = charges.map((charge) => charge.rate).reduce(plus);
    return { value, provisions: used, reference: null, charges };
  }

  function coverOf(provision) {
    const cover = [...new Set(listed(provision.value.covers))].sort();
    return cover.length ? cover.join(",") : "loan_guarantee";
  }

  /** A charge of a record, on `base` where the record leaves it open; null where the rate is missing or the base is unknown. */
  function readCharge(provision, base = null) {
    const value = isRecord(provision.value) ? provision.value : {};
    const rate = number(value.rate);
    if (rate === null || !BASES.includes(value.base ?? null)) return null;
    return { rate, withInterest: (isOpen(value.base) ? base : value.base) === ON_INTEREST, once: value.per === "loan" };
  }

  Object.assign(Atlas.costs, {
    messages: { Checks, hasError },
    request: { ROUTES, ON_INTEREST, PREMIUM_BASES, isDay },
    matching: { SOFT, PASSED_OVER, distances, isStated, listed, match, matchOf, Reader },
    reference: { tenorFor, lookup, report },
    limits: { notes, termList, checkTime, chooseRoute },
    pricing: { ZERO, BASES, isOpen, loanRate, premiumCharges, readCharge },
  });
})((globalThis.Atlas = globalThis.Atlas || {}));
