/* What one loan costs under one scheme: rate and premium, public support, the response. Mirror of the Python
   modules of the same names in generator/costs, which give the rules. */
(function (Atlas) {
  "use strict";
  const { UNIT, Rate, ratio, plus, minus, times, compare, rounded, number, isRecord, yuan, spokenRate } = Atlas.costs.decimals;
  const { schedule, instalments } = Atlas.costs.arithmetic;
  const { annualised } = Atlas.costs.irr;
  const { Checks, hasError } = Atlas.costs.messages;
  const { parse } = Atlas.costs.request;
  const { listed, match, Reader, distances } = Atlas.costs.matching;
  const { asJson, lookup, report } = Atlas.costs.reference;
  const { notes, checkTime, chooseRoute, checkBorrower, checkAmount, checkTerm } = Atlas.costs.limits;

  // --- pricing: the annual rate, and the premium or fee

  // A price {value, provisions, reference, charges} is one figure of the scheme; {code, begins} says why it is missing.

  const ZERO = ratio(0n);
  const BASES = ["principal", "loan_amount", "insured_amount", "principal_and_interest", "unstated", null];

  /** A rate on principal or on 本息, a year or once for the loan. */
  class Charge {
    constructor(rate, withInterest, once) {
      this.rate = rate;
      this.withInterest = withInterest;
      this.once = once;
    }

    /** The exact fen due for some months; one made once falls due with the first instalment. */
    due(principal, interest, months, first) {
      const base = principal + (this.withInterest ? interest : 0n);
      if (this.once) return first ? times(this.rate, ratio(base)) : ZERO;
      return times(this.rate, ratio(base * BigInt(months), 12n));
    }

    yearly(months) {
      return this.once ? times(this.rate, ratio(12n, BigInt(months))) : this.rate;
    }
  }

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

  /** The charges that make up the premium or fee; none after an error check. */
  function premiumCharges(reader, request, checks) {
    const start = checks.listed.length;
    const guaranteed = reader.situation.route === "guarantee";
    const prices = [];
    for (const parameter of guaranteed ? ["guarantee_fee_cap"] : ["premium_rate_fixed", "premium_rate_cap"]) {
      for (const soft of [false, true]) {
        const price = chargesOf(reader, parameter, soft, checks);
        if (price) prices.push({ parameter, soft, price });
      }
    }
    const floor = guaranteed ? null : chargesOf(reader, "premium_rate_floor", false, checks);
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
      const like = stated ? stated.charges[0] : { withInterest: false, once: false };
      charges = [new Charge(rate, like.withInterest, like.once)];
      comparePremium(rate, prices, floor, checks);
    }
    nameUnstated(stated, checks);
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

  function nameUnstated(stated, checks) {
    const provisions = stated ? stated.provisions : [];
    const values = stated ? provisions.map((p) => p.value) : [{}];
    const open = (component) => (component ?? "unstated") === "unstated";
    if (values.some((value) => open(value.base))) checks.add("premium_base_unstated", provisions);
    if (values.some((value) => open(value.per))) checks.add("premium_period_unstated", provisions);
  }

  /** The charges of a parameter: one match for each set of cover, subsets dropped, the rest added. */
  function chargesOf(reader, parameter, soft, checks) {
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
    const charges = used.map(readCharge);
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

  /** A charge of a record; null where the rate is missing or the base is unknown. */
  function readCharge(provision) {
    const value = isRecord(provision.value) ? provision.value : {};
    const rate = number(value.rate);
    if (rate === null || !BASES.includes(value.base ?? null)) return null;
    return new Charge(rate, value.base === "principal_and_interest", value.per === "loan");
  }

  // --- support: who gets how much

  // A subsidy {effect, charge, share, amount, cap, upToPremium} has exactly one of charge, share (of the premium) and
  // amount (in fen). A term [principal, interest, months covered, whether first] is what an instalment is due for.

  const HUNDRED = ratio(100n);
  const EFFECTS = ["replaces_premium", "refunds_borrower", "tops_up"];
  const REWARDED = ["disbursed", "insured_lending"];
  const inFen = (yuan) => (yuan === null ? null : times(yuan, HUNDRED));
  const valueOf = (provision) => (isRecord(provision.value) ? provision.value : {});
  const given = (value) => (value ?? null) !== null;

  /** The support that holds in the reader's situation, with the checks that say what is included. */
  function readSupport(reader, request, checks) {
    const guaranteed = reader.situation.route === "guarantee";
    const part = guaranteed ? null : borrowerPart(reader, checks);
    const subsidies = subsidiesOf(reader, guaranteed ? "guarantee_fee_subsidy" : "premium_subsidy", checks);
    if (part !== null && subsidies.every((subsidy) => subsidy.effect !== "replaces_premium")) {
      checks.add("premium_rest_payer_unstated", reader.match("borrower_premium_share").all);
    }
    const interest = reader.match("interest_subsidy");
    nameLeftOut(reader, "interest_subsidy", checks);
    if (interest.all.length) checks.add("interest_subsidy_not_included", interest.all);
    const perBorrower = reader.match("subsidy_cap_per_borrower");
    notes(perBorrower, "subsidy_cap_per_borrower", checks);
    const limits = perBorrower.all.map((p) => number(p.value));
    const unusable = limits.includes(null);
    if (unusable) checks.add("provision_not_used", perBorrower.all, { what: "subsidy_cap_per_borrower" });
    const limit = unusable || !limits.length ? null : inFen(limits.reduce(plus));
    const deposit = reader.match("borrower_deposit");
    if (deposit.all.length) checks.add("deposit_not_included", deposit.all);
    const rewards = {
      bank: reward(reader, "bank_reward", request.amount, checks),
      insurer: reward(reader, "insurer_reward", request.amount, checks),
    };
    return { part, subsidies, limit, rewards };
  }

  /** The borrower's part of the premium: a charge, a share `{n, d}`, or null. */
  function borrowerPart(reader, checks) {
    const match = reader.match("borrower_premium_share");
    notes(match, "borrower_premium_share", checks);
    if (!match.chosen) return null;
    const part = number(match.chosen.value) ?? readCharge(match.chosen);
    if (part === null || match.added.length) {
      checks.add("provision_not_used", match.all, { what: "borrower_premium_share" });
      return null;
    }
    checks.add("borrower_part_counted", match.all);
    return part;
  }

  function nameLeftOut(reader, parameter, checks) {
    const match = reader.match(parameter);
    notes(match, parameter, checks);
    for (const [state, code] of [["delegated", "subsidy_delegated"], ["unread", "subsidy_unread"]]) {
      const leftOut = match.unanswered.filter((p) => p.state === state);
      if (leftOut.length) checks.add(code, leftOut, { what: parameter });
    }
  }

  function subsidiesOf(reader, parameter, checks) {
    nameLeftOut(reader, parameter, checks);
    const read = [];
    for (const provision of reader.match(parameter).all) {
      const value = valueOf(provision);
      const subsidy = subsidyOf(value);
      const say = (code) => checks.add(code, [provision], { what: parameter });
      if (subsidy === null) {
        say("subsidy_not_included");
        continue;
      }
      read.push(subsidy);
      say(`subsidy_${subsidy.effect}`);
      if (subsidy.charge && (value.base ?? "unstated") === "unstated") say("subsidy_base_unstated");
      if (subsidy.charge && typeof value.times_term !== "boolean") say("subsidy_term_unstated");
      if (given(value.condition)) say("subsidy_conditional");
      if (value.once_per_borrower === true) say("subsidy_once");
    }
    return read;
  }

  /** A subsidy of a record; null where its effect or size is not one that the calculator knows. */
  function subsidyOf(value) {
    const rate = number(value.rate);
    const share = number(value.share_of_premium) ?? number(value.share_of_fee);
    const amount = number(value.amount);
    const counts = rate !== null && BASES.includes(value.base ?? null);
    const charge = counts ? new Charge(rate, value.base === "principal_and_interest", value.times_term === false) : null;
    if (!EFFECTS.includes(value.effect) || [charge, share, amount].filter((size) => size !== null).length !== 1) return null;
    return {
      effect: value.effect, charge, share, amount: inFen(amount), cap: inFen(number(value.cap)),
      upToPremium: value.cap === "premium_paid" || value.cap === "fee_paid",
    };
  }

  function reward(reader, parameter, amount, checks) {
    const match = reader.match(parameter);
    notes(match, parameter, checks);
    const say = (code, provisions) => checks.add(code, provisions, { what: parameter });
    let total = 0n;
    for (const provision of match.all) {
      const value = valueOf(provision);
      const rate = number(value.rate);
      if (rate === null || !REWARDED.includes(value.base)) {
        say("reward_not_included", [provision]);
        continue;
      }
      say("reward_included", [provision]);
      if (given(value.condition)) say("reward_conditional", [provision]);
      const cap = inFen(number(value.cap));
      const size = times(rate, ratio(amount));
      total += rounded(cap !== null && compare(cap, size) < 0n ? cap : size);
    }
    const leftOut = match.unanswered.filter((p) => p.state === "delegated");
    if (leftOut.length) say("reward_not_included", leftOut);
    return total;
  }

  const least = (a, b) => (b < a ? b : a);

  /** Whole fen that are used up; null is without limit. */
  class Purse {
    constructor(...limits) {
      this.left = null;
      for (const limit of limits) {
        if (limit !== null) this.left = this.left === null ? limit.n / limit.d : least(this.left, limit.n / limit.d);
      }
    }

    take(wanted) {
      if (this.left === null) return wanted;
      const taken = least(wanted, this.left);
      this.left -= taken;
      return taken;
    }
  }

  /** Who pays the premium when, and what comes back; `interest` is the scheduled interest in fen. */
  function settle(charges, support, request, interest) {
    const shared = new Purse(support.limit);
    const replacing = support.subsidies
      .filter((subsidy) => subsidy.effect === "replaces_premium")
      .map((subsidy) => ({ subsidy, purse: new Purse(subsidy.amount, subsidy.cap) }));
    const paid = [];
    let [gross, borrower] = [0n, 0n];
    let [grossExact, borrowerExact] = [ZERO, ZERO];
    for (const [month, covered] of instalments(request.months, request.premium_payment)) {
      const term = [request.amount, interest, covered, month === 0];
      const due = charges.map((charge) => charge.due(...term)).reduce(plus, ZERO);
      const whole = rounded(due);
      let own, exact;
      if (support.part === null) {
        ({ own, exact } = afterGrants(due, whole, replacing, shared, term));
      } else {
        exact = support.part instanceof Charge ? support.part.due(...term) : times(due, support.part);
        if (compare(due, exact) < 0n) exact = due;
        own = rounded(exact);
      }
      paid.push([month, own]);
      gross += whole;
      borrower += own;
      grossExact = plus(grossExact, due);
      borrowerExact = plus(borrowerExact, exact);
    }
    let [refund, toInsurer] = [0n, 0n];
    const term = [request.amount, interest, request.months, true];
    for (const subsidy of support.subsidies) {
      const size = new Purse(subsidy.amount, subsidy.cap).take(rounded(sizeOf(subsidy, ratio(gross), term)));
      if (subsidy.effect === "refunds_borrower") refund += shared.take(least(size, borrower - refund));
      else if (subsidy.effect === "tops_up") toInsurer += subsidy.upToPremium ? least(size, borrower) : size;
    }
    return { paid, gross, borrower, government: gross - borrower, grossExact, borrowerExact, refund, toInsurer };
  }

  function afterGrants(due, whole, replacing, shared, term) {
    let own = whole;
    let exact = due;
    for (const { subsidy, purse } of replacing) {
      const size = sizeOf(subsidy, due, term);
      const wanted = rounded(size);
      const granted = shared.take(purse.take(least(wanted, own)));
      own -= granted;
      exact = minus(exact, granted === wanted ? size : ratio(granted));
    }
    return { own, exact: own ? exact : ZERO };
  }

  /** What a subsidy pays towards a premium of `due` before its limits. */
  function sizeOf(subsidy, due, term) {
    if (subsidy.share !== null) return times(subsidy.share, due);
    return subsidy.amount === null ? subsidy.charge.due(...term) : subsidy.amount;
  }

  // --- quote: from a request to a response

  /**
   * The response to a request: money as strings in yuan, rates as objects that print themselves as plain decimals.
   * @param {Record<string, any>} raw  the request
   * @param {any} scheme      schemes/<id>.json
   * @param {any} parameters  parameters.json, of which only terms.borrower, terms.group and checks are read
   * @param {any} references  reference-rates.json
   * @returns {{annual_rate: any, reference: any, schedule: any[] | null, totals: any, rates: any, checks: any[]}}
   */
  function quote(raw, scheme, parameters, references) {
    const [borrowers, groups] = ["borrower", "group"].map((name) => byId(parameters, name));
    const checks = new Checks(parameters.checks);
    const { request, faults } = parse(raw, borrowers, groups);
    if (request === null) {
      for (const [code, words] of faults) checks.add(code, [], words);
      return response(null, checks);
    }
    const supplied = request.annual_rate === null ? null : new Rate(request.annual_rate);
    const route = chooseRoute(scheme, request, checks);
    const reader = new Reader(scheme.parameters || {}, {
      distance: distances(request.borrower, borrowers), groups: request.groups, route, months: request.months,
      yuan: ratio(request.amount, 100n),
    });
    checkTime(scheme, reader, request.drawdown, checks);
    if (route === null) return response(supplied, checks);
    checkBorrower(reader, borrowers, request, checks);
    checkAmount(reader, request, checks);
    checkTerm(reader, request, checks);
    const { rate, reference } = loanRate(reader, request, references, checks);
    const charges = premiumCharges(reader, request, checks);
    const granted = readSupport(reader, request, checks);
    if (hasError(checks.listed)) return response(rate, checks);
    const rows = schedule(request.amount, rate.units, request.months, request.repayment);
    const interest = rows.reduce((sum, row) => sum + row.interest, 0n);
    const premium = settle(charges, granted, request, interest);
    const yearly = charges.map((charge) => charge.yearly(request.months)).reduce(plus, ZERO);
    const nominal = plus(rate.exact, borne(premium, yearly));
    checkTotalCost(reader, request, plus(rate.exact, yearly), nominal, premium, checks);
    const found = annualised(flowsOf(request, rows, premium));
    if (found.reason) checks.add(found.reason);
    const rates = {
      nominal_sum: Rate.of(nominal),
      annualised_simple: found.simple === null ? null : new Rate(found.simple),
      annualised_irr: found.compound === null ? null : new Rate(found.compound),
      reason: found.reason,
    };
    return response(rate, checks, reference && asJson(reference), printed(rows), totals(interest, premium, granted), rates);
  }

  function byId(parameters, name) {
    return new Map(((parameters.terms || {})[name] || []).map((term) => [term.id, term]));
  }

  function response(rate, checks, reference = null, rows = null, sums = null, rates = null) {
    return { annual_rate: rate, reference, schedule: rows, totals: sums, rates, checks: checks.listed };
  }

  function printed(rows) {
    return rows.map((row, k) => ({
      period: k + 1,
      payment: yuan(row.payment),
      principal: yuan(row.principal),
      interest: yuan(row.interest),
      balance: yuan(row.balance),
    }));
  }

  function totals(interest, premium, granted) {
    return {
      interest: yuan(interest),
      premium: yuan(premium.gross),
      premium_paid_by_borrower: yuan(premium.borrower),
      premium_paid_by_government: yuan(premium.government),
      premium_subsidy_to_borrower: yuan(premium.refund),
      premium_subsidy_to_insurer: yuan(premium.toInsurer),
      rewards: { bank: yuan(granted.rewards.bank), insurer: yuan(granted.rewards.insurer) },
      net_cost: yuan(interest + premium.borrower - premium.refund),
    };
  }

  function borne(premium, yearly) {
    const { grossExact, borrowerExact } = premium;
    if (grossExact.n === 0n) return ZERO;
    return times(yearly, ratio(borrowerExact.n * grossExact.d, borrowerExact.d * grossExact.n));
  }

  /** The borrower's flows by month, in fen: the loan less the premium, then what is paid. */
  function flowsOf(request, rows, premium) {
    const flows = new Array(Math.max(request.months, request.subsidy_month) + 1).fill(0n);
    flows[0] = request.amount;
    rows.forEach((row, k) => (flows[k + 1] -= row.payment));
    for (const [month, fen] of premium.paid) flows[month] -= fen;
    flows[request.subsidy_month] += premium.refund;
    return flows;
  }

  /** The nominal sum before and after government's part against the total cost cap. */
  function checkTotalCost(reader, request, gross, nominal, premium, checks) {
    const match = reader.match("total_cost_cap");
    notes(match, "total_cost_cap", checks);
    const value = match.chosen && isRecord(match.chosen.value) ? match.chosen.value : {};
    const cap = number(value.rate);
    if (cap === null) return;
    const counted = value.net_of_subsidy;
    const net = minus(nominal, ratio(12n * premium.refund, request.amount * BigInt(request.months)));
    const breaks = (total) => compare(total, cap) > 0n || (value.strict === true && compare(total, cap) === 0n);
    const words = (sum) => ({ sum: spokenRate(sum), cap: spokenRate(cap) });
    const total = counted === true ? net : counted === false ? gross : nominal;
    if (breaks(total)) checks.add("total_cost_above_cap", match.all, words(total));
    else if (typeof counted !== "boolean" && breaks(gross)) checks.add("total_cost_depends_on_subsidy", match.all, words(gross));
  }

  Object.assign(Atlas.costs, {
    pricing: { BASES, Charge, loanRate, premiumCharges, readCharge },
    support: { readSupport, settle },
    quote,
  });
})((globalThis.Atlas = globalThis.Atlas || {}));
