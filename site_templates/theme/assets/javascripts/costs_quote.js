/* What one loan costs under one scheme: schedules, annualised rates, request, limits, support, response. Mirror of the
   Python modules of the same names in generator/costs, which give the rules. */
(function (Atlas) {
  "use strict";
  const { divideHalfUp } = Atlas.quantities;
  const { UNIT, Unreadable, Rate, ratio, plus, minus, times, compare, rounded, number, scaled, isRecord, has, yuan, monthsOf, spokenMoney, spokenMonths, spokenRate } =
    Atlas.costs.decimals;
  const { Checks, hasError } = Atlas.costs.messages;
  const { ROUTES, ON_INTEREST, PREMIUM_BASES, isDay } = Atlas.costs.request;
  const { SOFT, PASSED_OVER, distances, isStated, listed, matchOf, Reader } = Atlas.costs.matching;
  const { notes, termList, checkTime, chooseRoute } = Atlas.costs.limits;
  const { ZERO, BASES, isOpen, loanRate, premiumCharges, readCharge } = Atlas.costs.pricing;

  // --- arithmetic: repayment schedules in whole fen

  /** A monthly rate is an annual rate's units over this. */
  const YEAR = 12n * UNIT;
  const METHODS = ["equal_instalment", "equal_principal", "interest_only", "bullet"];

  /** @typedef {{payment: bigint, principal: bigint, interest: bigint, balance: bigint}} Row  in fen */

  /** The level payment 等额本息 of `amount` fen at `rate` (1e-8 a year). @returns {bigint} fen */
  function levelPayment(amount, rate, months) {
    if (rate === 0n) return divideHalfUp(amount, BigInt(months));
    const grown = (YEAR + rate) ** BigInt(months);
    return divideHalfUp(amount * rate * grown, YEAR * (grown - YEAR ** BigInt(months)));
  }

  /** The rows of a loan of `amount` fen at `rate` (1e-8 a year); throws for an unknown method. @returns {Row[]} */
  function schedule(amount, rate, months, method) {
    if (!METHODS.includes(method)) throw new RangeError(method);
    const atOnce = method === "bullet";
    const level = method === "equal_instalment" ? levelPayment(amount, rate, months) : null;
    const part = method === "equal_principal" ? divideHalfUp(amount, BigInt(months)) : 0n;
    const rows = [];
    let balance = amount;
    for (let period = 1; period <= months; period++) {
      const last = period === months;
      let interest = 0n;
      if (!atOnce) interest = divideHalfUp(balance * rate, YEAR);
      else if (last) interest = divideHalfUp(amount * rate * BigInt(months), YEAR);
      const due = level === null ? part : level - interest;
      const principal = last || due > balance ? balance : due;
      balance -= principal;
      rows.push({ payment: principal + interest, principal, interest, balance });
    }
    return rows;
  }

  /** When the premium is paid and for how many months each time. */
  function instalments(months, payment) {
    if (payment === "single") return [[0, months]];
    const paid = [];
    for (let start = 0; start < months; start += 12) paid.push([start, Math.min(12, months - start)]);
    return paid;
  }

  const arithmetic = { METHODS, levelPayment, schedule, instalments };

  // --- irr: annualised rates, right in all eight decimals

  // An interval {lower, upper, bits}: the root lies above lower and at or below upper, both over 2**bits.

  const NOT_UNIQUE = "rate_not_unique";
  const NOT_DEFINED = "rate_not_defined";
  const BITS = 44;

  /** The rates of monthly flows in fen: received positive, paid negative, month 0 first; in units of 1e-8 a year. */
  function annualised(all) {
    const first = all.findIndex((flow) => flow !== 0n);
    let end = all.length;
    while (end > 0 && all[end - 1] === 0n) end--;
    const flows = first < 0 ? [] : all.slice(first, end);
    const totals = runningTotals(flows);
    const changes = signChanges(totals);
    if (!flows.length || changes > 1) return none(changes > 1 ? NOT_UNIQUE : NOT_DEFINED);
    const total = totals[totals.length - 1];
    if (total === 0n) {
      const sum = totals.reduce((a, b) => a + b, 0n);
      if (changes && sum * totals[0] < 0n) return none(NOT_UNIQUE);
      return { simple: 0n, compound: 0n, reason: null };
    }
    if (changes) return solve(flows, flows, false);
    const backwards = flows.slice().reverse();
    const back = signChanges(runningTotals(backwards));
    if (back !== 1) return none(back ? NOT_UNIQUE : NOT_DEFINED);
    return solve(flows, backwards, true);
  }

  const none = (reason) => ({ simple: null, compound: null, reason });

  function runningTotals(flows) {
    let total = 0n;
    return flows.map((flow) => (total += flow));
  }

  function signChanges(totals) {
    const signs = totals.filter((total) => total !== 0n).map((total) => total > 0n);
    return signs.filter((sign, k) => k > 0 && sign !== signs[k - 1]).length;
  }

  function solve(flows, coefficients, belowZero) {
    const interval = guess(coefficients);
    const simple = refined(flows, coefficients, interval, belowZero, 1n);
    const compound = refined(flows, coefficients, interval, belowZero, 12n);
    return { simple, compound, reason: null };
  }

  /** A narrow interval around the root. Doubles guess and decide nothing: its ends are proven, or it is all of (0, 1]. */
  function guess(coefficients) {
    const rising = coefficients[0] > 0n;
    const numbers = coefficients.map(Number);
    let low = 0;
    let high = 1;
    for (let step = 0; step < 50; step++) {
      const middle = (low + high) / 2;
      let value = 0;
      for (let k = numbers.length - 1; k >= 0; k--) value = value * middle + numbers[k];
      if (value > 0 === rising) low = middle;
      else high = middle;
    }
    const bits = BigInt(BITS);
    const start = BigInt(Math.floor(low * 2 ** BITS));
    const lower = start > 1n ? start - 1n : 0n;
    const upper = start + 2n < 1n << bits ? start + 2n : 1n << bits;
    const proven = (lower === 0n || isBefore(coefficients, lower, bits)) && !isBefore(coefficients, upper, bits);
    return proven ? { lower, upper, bits } : { lower: 0n, upper: 1n << bits, bits };
  }

  /** Whether point / 2**bits lies before the root. */
  function isBefore(coefficients, point, bits) {
    let value = 0n;
    let shift = 0n;
    for (let k = coefficients.length - 1; k >= 0; k--) {
      value = value * point + (coefficients[k] << shift);
      shift += bits;
    }
    return value * coefficients[0] > 0n;
  }

  /** (growth**power - 1)·12/power in units of 1e-8; narrows the interval as far as it needs. */
  function refined(flows, coefficients, interval, belowZero, power) {
    for (;;) {
      if (interval.lower > 0n) {
        const one = unitsAt(interval.lower, interval.bits, belowZero, power);
        const other = unitsAt(interval.upper, interval.bits, belowZero, power);
        if (one === other) return one;
        const low = one < other ? one : other;
        const high = one < other ? other : one;
        const half = 2n * low + 1n;
        const growth = ratio(24n * UNIT + half * power, 24n * UNIT);
        if (high === low + 1n && growsBy(flows, growth, power)) return half > 0n ? high : low;
      }
      halve(coefficients, interval);
    }
  }

  function unitsAt(end, bits, belowZero, power) {
    const whole = (1n << bits) ** power;
    const point = end ** power;
    const [growth, base] = belowZero ? [point, whole] : [whole, point];
    return divideHalfUp((growth - base) * UNIT * (12n / power), base);
  }

  function halve(coefficients, interval) {
    if (interval.upper - interval.lower === 1n) {
      interval.lower *= 2n;
      interval.upper *= 2n;
      interval.bits += 1n;
    }
    const middle = (interval.lower + interval.upper) / 2n;
    if (isBefore(coefficients, middle, interval.bits)) interval.lower = middle;
    else interval.upper = middle;
  }

  /**
   * Whether x = growth**(1/power) solves the flows exactly: the remainder modulo x**m - s vanishes,
   * with growth = s**d for the largest d that divides power, and m = power/d.
   */
  function growsBy(flows, growth, power) {
    if (growth.n <= 0n) return false;
    const [numerator, denominator] = reduced(growth.n, growth.d);
    for (const divisor of [12n, 6n, 4n, 3n, 2n, 1n]) {
      if (power % divisor !== 0n) continue;
      const top = wholeRoot(numerator, divisor);
      const bottom = wholeRoot(denominator, divisor);
      if (top === null || bottom === null) continue;
      const step = Number(power / divisor);
      const last = flows.length - 1;
      const highest = Math.floor(last / step);
      const remainder = new Array(step).fill(0n);
      flows.forEach((flow, month) => {
        const degree = Math.floor((last - month) / step);
        remainder[(last - month) % step] += flow * top ** BigInt(degree) * bottom ** BigInt(highest - degree);
      });
      return remainder.every((value) => value === 0n);
    }
    return false;
  }

  function reduced(n, d) {
    let [a, b] = [n, d];
    while (b) [a, b] = [b, a % b];
    return [n / a, d / a];
  }

  function wholeRoot(value, degree) {
    let low = 1n;
    let high = 1n << (BigInt(value.toString(2).length) / degree + 1n);
    while (low < high) {
      const middle = (low + high) / 2n;
      if (middle ** degree < value) low = middle + 1n;
      else high = middle;
    }
    return low ** degree === value ? low : null;
  }

  // --- request: read strictly and completely

  const PAYMENTS = ["single", "annual"];
  const FIELDS = [
    "amount", "months", "repayment", "drawdown", "borrower", "groups", "route",
    "annual_rate", "premium_rate", "premium_base", "premium_payment", "subsidy_month",
  ];
  const MOST_FEN = 10000000000n;
  const MOST_MONTHS = 120n;
  const NAME = /^[A-Za-z0-9_-]{1,40}$/;

  /** A request (amount in fen, rates in units of 1e-8), or null with its faults; the vocabulary's terms come as maps by id. */
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
    const premium_base = choice("premium_base", (value) => PREMIUM_BASES.includes(value));
    const premium_payment = choice("premium_payment", (value) => PAYMENTS.includes(value));
    const subsidy_month = quantity("subsidy_month", 0, 0n, MOST_MONTHS);
    if (faults.length) return { request: null, faults };
    const request = {
      amount, months: Number(months), repayment, drawdown, borrower, groups: new Set(chosen), route,
      annual_rate, premium_rate, premium_base, premium_payment: premium_payment ?? "single", subsidy_month: Number(subsidy_month ?? 0n),
    };
    return { request, faults };
  }

  // --- limits: borrowers, amounts, terms

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
  function readSupport(reader, request, checks, charges) {
    const guaranteed = reader.situation.route === "guarantee";
    const follows = request.premium_base !== null && charges.some((charge) => charge.withInterest);
    const part = guaranteed ? null : borrowerPart(reader, follows ? ON_INTEREST : null, checks);
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
  function borrowerPart(reader, base, checks) {
    const match = reader.match("borrower_premium_share");
    notes(match, "borrower_premium_share", checks);
    if (!match.chosen) return null;
    const part = number(match.chosen.value) ?? readCharge(match.chosen, base);
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
      if (subsidy.charge && isOpen(value.base)) say("subsidy_base_unstated");
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
    const charge = counts ? { rate, withInterest: value.base === "principal_and_interest", once: value.times_term === false } : null;
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

  /** The exact fen due of a charge for a term; one made once falls due with the first instalment. */
  function dueOf({ rate, withInterest, once }, [principal, interest, months, first]) {
    const base = principal + (withInterest ? interest : 0n);
    if (once) return first ? times(rate, ratio(base)) : ZERO;
    return times(rate, ratio(base * BigInt(months), 12n));
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
      const due = charges.map((charge) => dueOf(charge, term)).reduce(plus, ZERO);
      const whole = rounded(due);
      let own, exact;
      if (support.part === null) {
        ({ own, exact } = afterGrants(due, whole, replacing, shared, term));
      } else {
        exact = "rate" in support.part ? dueOf(support.part, term) : times(due, support.part);
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
    return subsidy.amount === null ? dueOf(subsidy.charge, term) : subsidy.amount;
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
    const charges = premiumCharges(reader, request, checks, request.premium_base);
    const granted = readSupport(reader, request, checks, charges);
    if (hasError(checks.listed)) return response(rate, checks);
    const rows = schedule(request.amount, rate.units, request.months, request.repayment);
    const interest = rows.reduce((sum, row) => sum + row.interest, 0n);
    const premium = settle(charges, granted, request, interest);
    const yearly = charges.map(({ rate: part, once }) => (once ? times(part, ratio(12n, BigInt(request.months))) : part)).reduce(plus, ZERO);
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
    return response(rate, checks, reference && printedReference(reference), printed(rows), totals(interest, premium, granted), rates);
  }

  function byId(parameters, name) {
    return new Map(((parameters.terms || {})[name] || []).map((term) => [term.id, term]));
  }

  function response(rate, checks, reference = null, rows = null, sums = null, rates = null) {
    return { annual_rate: rate, reference, schedule: rows, totals: sums, rates, checks: checks.listed };
  }

  const printedReference = ({ series, tenor, value, begins }) => ({ series, tenor, value: Rate.of(value), from: begins });

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

  Atlas.costs.request.parse = parse;
  Object.assign(Atlas.costs, {
    arithmetic,
    irr: { annualised },
    support: { readSupport, settle },
    quote,
  });
})((globalThis.Atlas = globalThis.Atlas || {}));
