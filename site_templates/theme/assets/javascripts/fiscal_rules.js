/* What a scheme or a draft says to the treasury: support, sharing of losses, compensation, triggers.
   Mirror of the Python modules of the same names in generator/fiscal, which give the rules. */
(function (Atlas) {
  "use strict";
  const { UNIT, number, isRecord, has } = Atlas.costs.decimals;
  const { ON_INTEREST } = Atlas.costs.request;
  const { Reader, distances } = Atlas.costs.matching;
  const { notes, checkTime, chooseRoute } = Atlas.costs.limits;
  const { BASES, isOpen, loanRate, premiumCharges, readCharge } = Atlas.costs.pricing;
  const { ZERO, ONE, ratio, plus, times, over, equal, exact } = Atlas.fiscal.figures;
  const { Checks } = Atlas.fiscal.messages;
  const { PARTIES, COMPENSATED, OPERATORS } = Atlas.fiscal.request;

  const HUNDRED = ratio(100n);
  const yuanOf = (value) => (value === null ? null : times(value, HUNDRED));
  const fields = (provision) => (provision && isRecord(provision.value) ? provision.value : {});
  const together = (match) => [{ ...match, rivals: [] }, [...match.all, ...match.rivals]];

  // --- grants

  const REWARD_BASES = ["disbursed", "insured_lending", "new_lending", "unstated", null];
  const LEFT_OUT = ["delegated", "unread", "undecided"];
  const PREMIUM_PARAMETERS = ["premium_rate_fixed", "premium_rate_cap", "premium_rate_floor"];

  function readSupport(reader, request, checks) {
    const guaranteed = reader.situation.route === "guarantee";
    const kind = guaranteed ? "guarantee_fee_subsidy" : "premium_subsidy";
    const charges = chargesOf(reader, request, checks);
    const follows = request.premium_base !== null && (charges || []).some((charge) => charge.withInterest);
    let part = guaranteed ? null : borrowerPart(reader, follows ? ON_INTEREST : null, checks);
    let grants = grantsOf(reader, kind, checks);
    if (request.subsidy_rate !== null) {
      if (grants.length || part !== null) checks.add("supplied_instead", reader.match(kind).all, { what: kind });
      const charge = { rate: exact(request.subsidy_rate), withInterest: false, once: false };
      part = null;
      grants = [{ kind, effect: null, charge, share: null, amount: null, cap: null, upToPaid: false }];
    } else if (part !== null && grants.every((grant) => grant.effect !== "replaces_premium")) {
      checks.add("premium_rest_payer_unstated", reader.match("borrower_premium_share").all);
    }
    grants.push(...grantsOf(reader, "interest_subsidy", checks));
    const limit = amountOf(reader, "subsidy_cap_per_borrower", checks, false);
    const rewards = ["bank_reward", "insurer_reward"].flatMap((parameter) => rewardsOf(reader, parameter, checks));
    const rewardCap = amountOf(reader, "reward_cap_annual", checks);
    const resting = [...(charges || []), ...grants.map((grant) => grant.charge), part];
    const onInterest =
      grants.some((grant) => grant.kind === "interest_subsidy") || resting.some((charge) => charge && charge.withInterest === true);
    return { kind, charges, part, grants, limit, rewards, rewardCap, onInterest };
  }

  function chargesOf(reader, request, checks) {
    const trial = new Checks(checks.sentences);
    const charges = premiumCharges(reader, request, trial, request.premium_base);
    checks.listed.push(...trial.listed.filter((check) => check.code !== "premium_rate_needed"));
    if (charges.length) return charges;
    const names = reader.situation.route === "guarantee" ? ["guarantee_fee_cap"] : PREMIUM_PARAMETERS;
    const found = names.flatMap((name) => reader.provisions(name));
    const states = found.map((p) => p.state || "stated");
    const reason = ["stated", ...LEFT_OUT].find((state) => states.includes(state)) || states[0];
    const ambiguous = trial.listed.some((check) => check.code === "provisions_ambiguous");
    checks.need("premium_rate", names[0], ambiguous ? "ambiguous" : reason, found);
    return null;
  }

  function leftOut(match, parameter, checks) {
    for (const state of LEFT_OUT) {
      const provisions = match.unanswered.filter((p) => p.state === state);
      if (provisions.length) checks.add(`left_out_${state}`, provisions, { what: parameter });
    }
  }

  function amountOf(reader, parameter, checks, expected = true) {
    const match = reader.match(parameter);
    notes(match, parameter, checks);
    if (expected) leftOut(match, parameter, checks);
    const amounts = match.all.map((p) => number(p.value));
    if (!amounts.length || amounts.includes(null)) return null;
    checks.add("provision_used", match.all, { what: parameter });
    return yuanOf(amounts.reduce(plus));
  }

  function borrowerPart(reader, base, checks) {
    const what = "borrower_premium_share";
    const match = reader.match(what);
    notes(match, what, checks);
    if (!match.chosen) return null;
    const part = number(match.chosen.value) || readCharge(match.chosen, base);
    const unused = part === null || match.added.length > 0;
    checks.add(unused ? "provision_not_used" : "provision_used", match.all, { what });
    return unused ? null : part;
  }

  function grantsOf(reader, kind, checks) {
    const match = reader.match(kind);
    notes(match, kind, checks);
    leftOut(match, kind, checks);
    const grants = [];
    for (const provision of match.all) {
      const value = fields(provision);
      const grant = grantOf(kind, value);
      const say = (code) => checks.add(code, [provision], { what: kind });
      if (grant === null) {
        say("left_out_lacks_figure");
        continue;
      }
      grants.push(grant);
      say("provision_used");
      if (provision.modality === "cap") say("taken_at_cap");
      if (grant.charge && isOpen(value.base)) say("subsidy_base_unstated");
      if (grant.charge && typeof value.times_term !== "boolean") say("subsidy_term_unstated");
      if ((value.condition ?? null) !== null) say("subsidy_conditional");
    }
    return grants;
  }

  function grantOf(kind, value) {
    const [rate, amount, cap] = [value.rate, value.amount, value.cap].map(number);
    const names = kind === "interest_subsidy" ? ["share_of_interest"] : ["share_of_premium", "share_of_fee"];
    const share = names.map((name) => number(value[name])).find((one) => one !== null) || null;
    const counts = rate !== null && BASES.includes(value.base ?? null);
    const charge = counts ? { rate, withInterest: value.base === "principal_and_interest", once: value.times_term === false } : null;
    if ([charge, share, amount].filter((one) => one !== null).length !== 1) return null;
    return {
      kind, effect: typeof value.effect === "string" ? value.effect : null, charge, share, amount: yuanOf(amount), cap: yuanOf(cap),
      upToPaid: ["premium_paid", "fee_paid", "interest_paid"].includes(value.cap),
    };
  }

  function rewardsOf(reader, kind, checks) {
    const match = reader.match(kind);
    notes(match, kind, checks);
    leftOut(match, kind, checks);
    const rewards = [];
    for (const provision of match.all) {
      const value = fields(provision);
      const [rate, cap] = [value.rate, value.cap].map(number);
      const say = (code) => checks.add(code, [provision], { what: kind });
      if (rate === null || (value.base !== "premium" && !REWARD_BASES.includes(value.base ?? null))) {
        say("left_out_lacks_figure");
        continue;
      }
      rewards.push({ kind, rate, ofPremium: value.base === "premium", cap: yuanOf(cap) });
      say("provision_used");
      if (provision.modality === "cap") say("taken_at_cap");
      if (isOpen(value.base)) say("reward_base_unstated");
      if ((value.condition ?? null) !== null) say("reward_conditional");
    }
    return rewards;
  }

  // --- sharing

  const BASE_OF = { principal: "principal", loan_amount: "principal", principal_and_interest: "principal_and_interest" };

  function readSharing(reader, request, checks) {
    const layers = layersOf(reader, request, checks);
    const match = matchShares(reader, checks);
    const shares = sharesOf(match, request, layers.length > 0, checks);
    const base = baseOf(match, request, checks);
    return { shares, layers, base, limit: payoutLimit(reader, request, checks) };
  }

  /** The shares of a record by party, in order of the parties; null where they do not make a whole. */
  function parties(value) {
    if (!isRecord(value) || Object.keys(value).some((party) => !PARTIES.includes(party))) return null;
    const shares = PARTIES.filter((party) => has(value, party)).map((party) => [party, number(value[party])]);
    if (shares.some(([, share]) => share === null)) return null;
    return equal(shares.map(([, share]) => share).reduce(plus, ZERO), ONE) ? new Map(shares) : null;
  }

  /** Why a parameter gives no answer, and the provisions that show it. */
  function why(match) {
    if (match.rivals.length) return ["ambiguous", match.rivals];
    if (match.chosen) return ["stated", match.all];
    if (match.untold.length) return ["conditional", match.untold];
    if (match.unanswered.length) return [match.unanswered[0].state, match.unanswered];
    return ["silent", []];
  }

  function matchShares(reader, checks) {
    let match = reader.match("loss_shares");
    if (!match.chosen && !match.rivals.length) {
      const soft = reader.match("loss_shares", true);
      if (soft.chosen) {
        checks.add("taken_as_in_principle", soft.all, { what: "loss_shares" });
        match = soft;
      }
    }
    notes(match, "loss_shares", checks);
    return match;
  }

  function sharesOf(match, request, layered, checks) {
    const stated = parties(fields(match.chosen).shares);
    if (request.shares !== null) {
      const entered = new Map([...request.shares].map(([party, units]) => [party, exact(units)]));
      const same = stated && stated.size === entered.size && [...stated].every(([party, share]) => entered.has(party) && equal(share, entered.get(party)));
      if (stated && !same) checks.add("supplied_instead", match.all, { what: "loss_shares" });
      return entered;
    }
    if (stated) checks.add("provision_used", match.all, { what: "loss_shares" });
    else if (!layered) checks.need("shares", "loss_shares", ...why(match));
    return stated;
  }

  function baseOf(match, request, checks) {
    const told = match.chosen ? [match.chosen] : [...match.rivals, ...match.unanswered];
    const bases = new Set(told.map((provision) => fields(provision).of).map((of) => (has(BASE_OF, of) ? BASE_OF[of] : null)));
    const stated = bases.size === 1 ? [...bases][0] : null;
    if (request.loss_base !== null) {
      if (stated !== null && stated !== request.loss_base) checks.add("supplied_instead", told, { what: "loss_shares" });
      return request.loss_base;
    }
    if (stated === null) checks.need("loss_base", "loss_shares", ...why(match));
    return stated;
  }

  function layersOf(reader, request, checks) {
    const what = "loss_layers";
    const match = reader.match(what);
    notes(match, what, checks);
    const value = match.chosen ? match.chosen.value : null;
    if (!Array.isArray(value)) return [];
    const layers = [];
    for (const [place, one] of value.entries()) {
      const item = isRecord(one) ? one : {};
      const shares = parties(item.shares) || parties({ [item.bearer]: 1 });
      let limit = yuanOf(number(item.up_to));
      if (place < request.layer_limits.length) {
        const entered = ratio(request.layer_limits[place]);
        if (limit !== null && !equal(limit, entered)) checks.add("supplied_instead", match.all, { what });
        limit = entered;
      }
      if (!shares) {
        checks.add("provision_not_used", match.all, { what });
        return [];
      }
      if (limit === null && place < value.length - 1) checks.need("layer_limits", what, "stated", match.all);
      layers.push({ shares, limit });
    }
    checks.add("provision_used", match.all, { what });
    return layers;
  }

  function payoutLimit(reader, request, checks) {
    const what = "payout_cap";
    const match = reader.match(what);
    notes(match, what, checks);
    const value = (match.chosen && match.chosen.modality !== "floor" ? match.chosen.value : null) ?? null;
    const fen = yuanOf(number(value));
    const rate = number(fields(match.chosen).rate);
    if (request.payout_cap !== null) {
      const entered = ratio(request.payout_cap);
      if (value !== null && !(fen && equal(fen, entered))) checks.add("supplied_instead", match.all, { what });
      return { fen: entered, rate: null, of: null };
    }
    for (const [state, code] of [["delegated", "payout_cap_unknown"], ["undecided", "left_out_undecided"]]) {
      const open = match.unanswered.filter((p) => p.state === state);
      if (open.length) checks.add(code, open, { what });
    }
    if (value === null) return null;
    const of = fields(match.chosen).of;
    if (fen === null && rate === null) {
      checks.add("payout_cap_unknown", match.all, { what });
      return null;
    }
    if (fen === null && of !== "premium" && of !== "portfolio") {
      checks.add("payout_cap_not_used", match.all, { what });
      return null;
    }
    checks.add("provision_used", match.all, { what });
    return fen !== null ? { fen, rate: null, of: null } : { fen: null, rate, of };
  }

  // --- compensation

  const EXCESS_METRICS = ["loss_ratio", "insurer_payout_rate", "loss_rate"];
  const NONE = { rate: null, of: null, payer: null, payee: null, cap: null, threshold: null };

  function readCompensations(reader, kind, supplied, limit, checks) {
    const [match, provisions] = together(reader.match(kind));
    notes(match, kind, checks);
    if (!supplied.length) leftOut(match, kind, checks);
    const field = kind === "government_compensation" ? "compensation" : "excess";
    const count = Math.max(provisions.length, supplied.length);
    const found = [];
    for (let place = 0; place < count; place++) {
      const path = count > 1 ? `${field}[${place + 1}]` : field;
      const one = compensationOf(kind, provisions[place] || null, supplied[place] || NONE, path, limit, checks);
      if (one !== null) found.push(one);
    }
    return found;
  }

  function compensationOf(kind, provision, entered, path, limit, checks) {
    const value = fields(provision);
    const shown = provision ? [provision] : [];
    let differs = false;
    const chosen = (mine, stated, same) => {
      differs = differs || (mine !== null && stated !== null && !same(mine, stated));
      return mine ?? stated;
    };
    const identical = (a, b) => a === b;
    const party = (name) => (PARTIES.includes(value[name]) ? value[name] : null);
    const above = isRecord(value.above) ? value.above : {};
    let metric = above.metric ?? null;
    const rate = chosen(exact(entered.rate), number(value.rate), equal);
    const of =
      chosen(entered.of, COMPENSATED.includes(value.of) ? value.of : null, identical) ||
      (kind === "excess_loss_compensation" ? "excess_claims" : null);
    const payee = chosen(entered.payee, party("payee"), identical);
    const payer = chosen(entered.payer, party("payer"), identical);
    const threshold = chosen(exact(entered.threshold), number(above.threshold), equal);
    const cap = chosen(entered.cap === null ? null : ratio(entered.cap), yuanOf(number(value.cap)), equal);
    if (differs) checks.add("supplied_instead", shown, { what: kind });
    if (rate !== null && rate.n === 0n) return null;
    if (metric === null && threshold !== null) metric = "loss_ratio";
    const beyondLimit = of === "excess_claims" && metric === null;
    const needs = {
      rate: rate === null,
      of: of === null,
      payee: payee === null,
      threshold: (metric !== null && threshold === null) || (beyondLimit && limit === null),
    };
    const needed = Object.keys(needs).filter((name) => needs[name]);
    for (const name of needed) checks.need(`${path}.${name}`, kind, "stated", shown);
    if (metric !== null && !EXCESS_METRICS.includes(metric)) {
      checks.add("provision_not_used", shown, { what: kind });
      return null;
    }
    if (needed.length) return null;
    if (shown.length) checks.add("provision_used", shown, { what: kind });
    if (payer === null) checks.add("payer_unstated", shown, { what: kind });
    return { kind, payer: payer || "government", payee, rate, of, metric, threshold, cap };
  }

  // --- triggers

  const METRICS = ["loss_ratio", "insurer_payout_rate", "loss_rate", "npl_ratio", "overdue_rate", "fund_use"];
  const what = "suspension_trigger";

  function readTriggers(reader, request, checks) {
    const [match, provisions] = together(reader.match(what));
    notes(match, what, checks);
    leftOut(match, what, checks);
    const found = [];
    for (const provision of provisions) {
      const value = fields(provision);
      const stops = stopsOf(value, provision, checks);
      const conditions = [value, ...(value.any_of || [])];
      if (conditions.some((one) => METRICS.includes(one.metric)) && !value.definition) checks.add("trigger_metric_assumed", [provision], { what });
      for (const condition of conditions) {
        const one = triggerOf(condition, stops, provision, request, checks);
        if (one !== null) found.push(one);
      }
    }
    return found;
  }

  function stopsOf(value, provision, checks) {
    const effect = isRecord(value.effect) ? value.effect : {};
    const action = effect.action ?? null;
    const say = (code) => checks.add(code, [provision], { what });
    if (action === null) say("trigger_effect_unstated");
    else if (action !== "stop" && action !== "suspend") {
      say("trigger_effect_other");
      return false;
    } else if (effect.force === "may") say("trigger_may_suspend");
    return true;
  }

  function triggerOf(condition, stops, provision, request, checks) {
    const metric = condition.metric;
    const unbudgeted = metric === "fund_use" && !request.budget.has("compensation");
    if (!METRICS.includes(metric) || condition.op === "<=" || unbudgeted) {
      checks.add("trigger_not_modelled", [provision], { what });
      return null;
    }
    const op = OPERATORS.includes(condition.op) ? condition.op : request.trigger.op;
    const threshold = number(condition.threshold) || exact(request.trigger.threshold);
    if (op === null) checks.need("trigger.op", what, "stated", [provision]);
    if (threshold === null) checks.need("trigger.threshold", what, "stated", [provision]);
    if (op === null || threshold === null) return null;
    checks.add("provision_used", [provision], { what });
    return { metric, op, threshold, stops };
  }

  // --- design

  const READ = [
    "premium_rate_cap", "premium_rate_fixed", "guarantee_fee_cap", "borrower_premium_share", "premium_subsidy",
    "guarantee_fee_subsidy", "interest_subsidy", "bank_reward", "insurer_reward", "loss_shares", "loss_layers",
    "government_compensation", "excess_loss_compensation",
  ];

  /** The design of a record for a request; null after the check that says which route is needed. */
  function readDesign(request, record, borrowers, references, checks) {
    const route = chooseRoute(record, request, checks);
    if (route === null) return null;
    const distance = request.borrower === null ? new Map() : distances(request.borrower, borrowers);
    const situation = { distance, groups: request.groups, route, months: request.months, yuan: ratio(request.average_loan, 100n) };
    const reader = new Reader(record.parameters || {}, situation);
    if (request.drawdown !== null) checkTime(record, reader, request.drawdown, checks);
    if (request.borrower === null) {
      const byClass = READ.flatMap((name) => reader.provisions(name)).filter((p) => {
        const named = (p.when || {}).borrower;
        return Array.isArray(named) ? named.length : named;
      });
      if (byClass.length) checks.add("borrower_not_given", byClass);
    }
    const support = readSupport(reader, request, checks);
    const before = checks.missing.length;
    const sharing = readSharing(reader, request, checks);
    const compensations = [
      ...readCompensations(reader, "government_compensation", request.compensation, sharing.limit, checks),
      ...readCompensations(reader, "excess_loss_compensation", request.excess, sharing.limit, checks),
    ];
    const cap = amountOf(reader, "compensation_cap_annual", checks);
    const complete = checks.missing.length === before;
    const triggers = readTriggers(reader, request, checks);
    const withInterest = sharing.base === "principal_and_interest";
    const lossRests = withInterest || compensations.some((one) => one.of === "principal_and_interest_loss");
    const rate = support.onInterest || lossRests ? annualRate(reader, request, references, checks) : null;
    const volume = amountOf(reader, "programme_volume_cap", checks, false);
    const growth = plus(ONE, times(rate || ZERO, ratio(BigInt(request.months), 12n)));
    return {
      route, support, sharing, compensations, cap, triggers, volume, rate, growth,
      principalPart: withInterest ? over(ONE, growth) : ONE,
      known: complete && (rate !== null || !lossRests),
    };
  }

  function annualRate(reader, request, references, checks) {
    let rate = exact(request.annual_rate);
    if (request.drawdown !== null) {
      const trial = new Checks(checks.sentences);
      const found = loanRate(reader, request, references, trial).rate;
      rate = found ? found.exact : null;
      checks.listed.push(...trial.listed.filter((check) => rate !== null || check.level !== "error"));
    }
    if (rate === null) checks.need("annual_rate", "loan_rate_cap", "interest");
    else checks.add("interest_on_full_principal");
    return rate;
  }

  Atlas.fiscal.design = { readDesign };
})((globalThis.Atlas = globalThis.Atlas || {}));
