/* What a scheme or a draft costs the treasury in a year, and who bears the losses. Mirror of the Python modules
   spending, bearing, trips, years, estimate, sections and answer in generator/fiscal, which give the rules. */
(function (Atlas) {
  "use strict";
  const { divideHalfUp } = Atlas.quantities;
  const { UNIT, Rate, yuan, spokenMoney } = Atlas.costs.decimals;
  const { ZERO, ONE, ratio, compare, plus, minus, times, over, smaller, exact, total, lower, quotient, fen, money, rateOf, shown } =
    Atlas.fiscal.figures;
  const { NOTHING, line, at, reach, add, less, timesCurve, least, upTo, beyond } = Atlas.fiscal.curves;
  const { MOST_LOANS, tail } = Atlas.fiscal.binomial;
  const { Checks, sentencesOf } = Atlas.fiscal.messages;
  const { PARTIES, MOST_FEN, MOST_MONTHS, parse } = Atlas.fiscal.request;
  const { readDesign } = Atlas.fiscal.design;

  const SUBSIDIES = ["premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy"];
  const REWARDS = ["bank_reward", "insurer_reward"];
  const KINDS = [...SUBSIDIES, ...REWARDS, "returned"];
  const sumOf = (amounts) => amounts.reduce((a, b) => a + b, 0n);
  const floor = (value) => (value.n - (((value.n % value.d) + value.d) % value.d)) / value.d;
  const ceiling = (value) => -floor(ratio(-value.n, value.d));
  const moneyOf = (whole) => (whole === null ? null : yuan(whole));

  // --- spending

  const TURNS = { replaces_premium: 0, refunds_borrower: 2 };

  /** One year's premium and outlay before losses, exact, in fen; null where something needed is unknown. */
  function spend(support, request, lending, rate) {
    const months = ratio(BigInt(request.months), 12n);
    const interest = rate === null ? null : times(times(lending, rate), months);
    const loans = over(lending, ratio(request.average_loan));
    const charged = (charge) => {
      const base = charge.withInterest ? total(lending, interest) : lending;
      return base === null ? null : times(times(base, charge.rate), charge.once ? ONE : months);
    };
    const premium = support.charges === null ? null : total(...support.charges.map(charged));
    const sizeOf = (grant) => {
      const base = grant.kind === "interest_subsidy" ? interest : premium;
      let size = grant.amount && times(grant.amount, loans);
      if (grant.charge) size = charged(grant.charge);
      else if (grant.share) size = base && times(base, grant.share);
      return size && grant.cap ? smaller(size, times(grant.cap, loans)) : size;
    };
    const kinds = Object.fromEntries(KINDS.map((kind) => [kind, ZERO]));
    let unpaid = premium;
    if (support.part !== null && premium !== null) {
      const part = "withInterest" in support.part ? charged(support.part) : times(support.part, premium);
      unpaid = part && smaller(part, premium);
    }
    if (support.part !== null) kinds[support.kind] = unpaid && minus(premium, unpaid);
    const left = { premium: unpaid, interest };
    let purse = support.limit && times(support.limit, loans);
    const turn = (grant) => TURNS[grant.effect] ?? 1;
    for (const grant of support.grants.slice().sort((a, b) => turn(a) - turn(b))) {
      const onInterest = grant.kind === "interest_subsidy";
      if (support.part !== null && grant.effect === "replaces_premium" && !onInterest) continue;
      const side = onInterest ? "interest" : "premium";
      const forBorrower = onInterest || grant.effect === "replaces_premium" || grant.effect === "refunds_borrower";
      let size = sizeOf(grant);
      if (size && (forBorrower || grant.upToPaid)) size = grant.upToPaid && !left[side] ? null : lower(size, left[side]);
      if (size && forBorrower) {
        size = lower(size, purse);
        purse = purse && minus(purse, size);
        left[side] = left[side] && minus(left[side], size);
      }
      kinds[grant.kind] = total(kinds[grant.kind], size);
    }
    if (request.early !== null) {
      const { share, after } = request.early;
      const back = total(kinds.premium_subsidy, kinds.guarantee_fee_subsidy);
      const passed = BigInt(request.months);
      kinds.returned = back && times(back, ratio(-share * (passed - after), UNIT * passed));
    }
    const uncappedRewards = reward(support, lending, premium, kinds);
    return { lending, interest, premium, borrower: left.premium, kinds, uncappedRewards };
  }

  /** Adds the rewards, cut in proportion where the yearly cap binds; gives them before it. */
  function reward(support, lending, premium, kinds) {
    for (const one of support.rewards) {
      const base = one.ofPremium ? premium : lending;
      kinds[one.kind] = total(kinds[one.kind], base && lower(times(base, one.rate), one.cap));
    }
    const uncapped = total(...REWARDS.map((kind) => kinds[kind]));
    if (uncapped && support.rewardCap && compare(uncapped, support.rewardCap) > 0n) {
      kinds.bank_reward = ratio(fen(over(times(kinds.bank_reward, support.rewardCap), uncapped)));
      kinds.insurer_reward = minus(support.rewardCap, kinds.bank_reward);
    }
    return uncapped;
  }

  // --- bearing

  const PARTS = ["share", "compensation", "excess_compensation"];
  const PART_OF = { government_compensation: "compensation", excess_loss_compensation: "excess_compensation" };
  const isPublic = (party) => ["government", "fund", "fund_manager"].includes(party.split(":")[0]);

  /** How losses of a year fall, in curves over the loss; null where the premium is needed and not known. */
  function bear(design, year, severity) {
    const { sharing } = design;
    const stays = [];
    const own = divided(design, stays);
    const of = (party) => own.get(party) || NOTHING;
    const payer = design.route === "insurance" ? "insurer" : "guarantor";
    const claimed = of(payer);
    let [claims, excess] = [claimed, NOTHING];
    if (sharing.limit !== null) {
      const base = sharing.limit.of === "premium" ? year.premium : year.lending;
      const limit = sharing.limit.fen || (base && times(base, sharing.limit.rate));
      if (limit === null) return null;
      excess = beyond(claimed, limit);
      const repaid = design.compensations.filter((one) => one.of === "excess_claims" && one.metric === null).map((one) => one.payee);
      if (!repaid.includes(payer)) {
        claims = upTo(claimed, limit);
        own.set(payer, claims);
        own.set("bank", add(of("bank"), excess));
        if (!repaid.length) stays.push("beyond_payout_cap_stays_with_bank");
      }
    }
    let [uncapped, paid] = [NOTHING, NOTHING];
    const moved = new Map();
    for (const one of design.compensations) {
      const base = compensated(one, design, year, severity, claims, excess);
      if (base === null) return null;
      let amount = timesCurve(base, one.rate);
      if (one.cap !== null) amount = upTo(amount, one.cap);
      amount = least(amount, of(one.payee));
      uncapped = add(uncapped, amount);
      const after = design.cap === null ? add(paid, amount) : upTo(add(paid, amount), design.cap);
      amount = less(after, paid);
      paid = after;
      own.set(one.payee, less(of(one.payee), amount));
      const key = `${one.payer} ${PART_OF[one.kind]}`;
      moved.set(key, add(moved.get(key) || NOTHING, amount));
    }
    const parts = [];
    for (const party of PARTIES) {
      for (const part of PARTS) {
        const curve = part === "share" ? own.get(party) : moved.get(`${party} ${part}`);
        if (curve) parts.push({ party, part, curve });
      }
    }
    const fixed =
      sharing.layers.some((layer) => layer.limit !== null) || design.compensations.some((one) => one.cap !== null) ||
      (sharing.limit !== null && sharing.limit.fen !== null);
    const spent = parts.filter(({ party }) => isPublic(party)).reduce((sum, { curve }) => add(sum, curve), NOTHING);
    return { parts, claims, uncapped, paid, spent, inProportion: !fixed, stays };
  }

  function divided({ sharing }, stays) {
    const own = new Map();
    let rest = line(ONE);
    const give = (shares, amount) => {
      for (const [party, share] of shares) own.set(party, add(own.get(party) || NOTHING, timesCurve(amount, share)));
    };
    for (const { shares, limit } of sharing.layers) {
      const taken = limit === null ? rest : upTo(rest, limit);
      give(shares, taken);
      rest = less(rest, taken);
    }
    const { length } = sharing.layers;
    if (length && sharing.layers[length - 1].limit === null) return own;
    give(sharing.shares || [["bank", ONE]], rest);
    if (!sharing.shares) stays.push("beyond_layers_stays_with_bank");
    return own;
  }

  function compensated(one, design, year, severity, claims, excess) {
    const { principalPart } = design;
    if (one.metric !== null) {
      const base = one.metric === "loss_ratio" ? year.premium : year.lending;
      return base && beyond(one.metric === "loss_rate" ? line(principalPart) : claims, times(base, one.threshold));
    }
    if (one.of === "principal_loss") return line(principalPart);
    if (one.of === "principal_and_interest_loss") return line(times(principalPart, design.growth));
    if (one.of === "bad_loans") return line(severity.n ? over(principalPart, severity) : ZERO);
    return one.of === "payout" ? claims : one.of === "excess_claims" ? excess : line(ONE);
  }

  /** The parts of a loss in whole fen that add up to the loss: running totals are rounded. */
  function split({ parts }, loss) {
    let [running, before] = [ZERO, 0n];
    return parts.map(({ party, part, curve }) => {
      running = plus(running, at(curve, loss));
      const rounded = fen(running);
      const amount = rounded - before;
      before = rounded;
      return { party, part, amount };
    });
  }

  function publicParts(parts) {
    const found = { loss_share: 0n, compensation: 0n, excess_compensation: 0n };
    for (const { party, part, amount } of parts) if (isPublic(party)) found[part === "share" ? "loss_share" : part] += amount;
    return found;
  }
  const inYuan = (amounts) => Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, moneyOf(amount)]));

  // --- trips

  const OF_DEFAULTS = ["npl_ratio", "overdue_rate"];

  /** The metric of a trigger as a curve over the loss; null where its denominator is zero or unknown. */
  function measure(trigger, bearing, design, year, budget) {
    let [base, measured] = [year.lending, bearing.claims];
    if (trigger.metric === "loss_rate") measured = line(design.principalPart);
    else if (trigger.metric === "loss_ratio") base = year.premium;
    else if (trigger.metric === "fund_use") [base, measured] = [ratio(budget.get("compensation") ?? 0n), bearing.paid];
    return base && base.n ? timesCurve(measured, over(ONE, base)) : null;
  }

  const passes = ({ op, threshold }, value) => (op === ">" ? compare(value, threshold) > 0n : compare(value, threshold) >= 0n);
  const lossOf = ({ exposure, defaultRate, severity }) => times(times(exposure, defaultRate), severity);

  /** The value of a trigger's metric, and the share of defaults and the loss at which it is reached. */
  function trip(trigger, curve, of) {
    const whole = times(of.exposure, of.severity);
    if (OF_DEFAULTS.includes(trigger.metric) && of.exposure.n) {
      const value = of.defaultRate;
      return { value, reached: passes(trigger, value), share: trigger.threshold, loss: times(trigger.threshold, whole) };
    }
    if (curve === null) return { value: null, reached: false, share: null, loss: null };
    const value = at(curve, lossOf(of));
    const loss = reach(curve, trigger.threshold, trigger.op === ">");
    const share = loss === null ? null : whole.n ? over(loss, whole) : loss.n === 0n ? ZERO : null;
    return { value, reached: passes(trigger, value), share, loss };
  }
  const curveOf = (trigger, ...rest) => (OF_DEFAULTS.includes(trigger.metric) ? null : measure(trigger, ...rest));
  const withinOne = (share) => (share !== null && compare(share, ONE) <= 0n ? share : null);

  function fewestDefaults(trigger, share, loans) {
    if (share === null) return null;
    const count = times(share, ratio(BigInt(loans)));
    const fewest = Number(trigger.op === ">" ? floor(count) + 1n : ceiling(count));
    return fewest <= loans ? fewest : null;
  }

  function leastPool(trigger, share) {
    if (share === null) return 1;
    if (share.n <= 0n) return null;
    const count = over(ONE, share);
    return Math.max(1, Number(trigger.op === ">" ? ceiling(count) : floor(count) + 1n));
  }

  // --- years

  function severalYears(request, design) {
    let [suspended, earlier] = [false, ZERO];
    return request.years.map((plan, k) => {
      const lending = ratio(suspended ? 0n : plan.lending);
      const year = spend(design.support, request, lending, design.rate);
      const severity = exact(plan.loss_given_default);
      const lostOf = request.lag ? earlier : lending;
      earlier = lending;
      const bearing = design.known ? bear(design, year, severity) : null;
      const of = { exposure: over(lostOf, design.principalPart), defaultRate: exact(plan.default_rate), severity };
      const row = {
        year: k + 1, suspended, lending: money(lending), premium: money(year.premium),
        subsidies: moneyOf(shown(year.kinds, [...SUBSIDIES, "returned"])), rewards: moneyOf(shown(year.kinds, REWARDS)),
        loss: null, claims: null, loss_share: null, compensation: null, excess_compensation: null, outlay: null, metrics: [], suspended_next: null,
      };
      suspended = false;
      if (bearing === null) return row;
      const metrics = design.triggers.map((trigger) => {
        const found = trip(trigger, curveOf(trigger, bearing, design, year, request.budget), of);
        suspended = suspended || (found.reached && trigger.stops);
        return { metric: trigger.metric, value: rateOf(found.value), reached: found.reached };
      });
      const borne = publicParts(split(bearing, lossOf(of)));
      const spent = shown(year.kinds, KINDS);
      const outlay = moneyOf(spent === null ? null : spent + sumOf(Object.values(borne)));
      return {
        ...row, loss: money(lossOf(of)), claims: money(at(bearing.claims, lossOf(of))), ...inYuan(borne), outlay, metrics, suspended_next: suspended,
      };
    });
  }

  // --- estimate

  function estimate(request, design) {
    const lending = ratio(request.lending);
    const severity = exact(request.loss_given_default);
    const year = spend(design.support, request, lending, design.rate);
    const bearing = design.known ? bear(design, year, severity) : null;
    const of = { exposure: over(lending, design.principalPart), defaultRate: exact(request.default_rate), severity };
    const loss = lossOf(of);
    const parts = bearing && split(bearing, loss);
    const before = shown(year.kinds, KINDS);
    const beforeLosses = total(...KINDS.map((kind) => year.kinds[kind]));
    const loans = divideHalfUp(request.lending, request.average_loan);
    return {
      request, design, year, bearing, of, loss, parts, before, beforeLosses,
      outlay: before === null || parts === null ? null : before + sumOf(Object.values(publicParts(parts))),
      exactOutlay: bearing && total(beforeLosses, at(bearing.spent, loss)),
      loans: Number(loans > 1n ? loans : 1n),
    };
  }

  // --- sections

  function premium({ year }) {
    if (year.premium === null) return null;
    return {
      total: money(year.premium), borrower: money(year.borrower),
      public: moneyOf(year.borrower && fen(year.premium) - fen(year.borrower)),
      rate: rateOf(over(year.premium, year.lending)), interest: money(year.interest),
    };
  }

  function outlay({ request, year, parts, before, outlay: whole, exactOutlay }) {
    const none = { loss_share: null, compensation: null, excess_compensation: null };
    return {
      ...Object.fromEntries(KINDS.map((kind) => [kind, money(year.kinds[kind])])),
      before_losses: moneyOf(before),
      ...inYuan(parts ? publicParts(parts) : none),
      total: moneyOf(whole),
      rate: rateOf(quotient(exactOutlay, year.lending)),
      per_loan: money(whole === null ? null : ratio(whole * request.average_loan, request.lending)),
    };
  }

  const leverage = ({ request, year, beforeLosses, exactOutlay }) => ({
    static: rateOf(quotient(year.lending, beforeLosses)),
    with_compensation: rateOf(quotient(year.lending, exactOutlay)),
    budget: rateOf(quotient(year.lending, ratio(sumOf([...request.budget.values()])))),
  });

  function losses({ request, bearing, of }) {
    if (bearing === null) return null;
    const rates = [times(of.defaultRate, of.severity), ...request.loss_rates.map(exact)];
    return rates.map((rate, place) => {
      const loss = times(of.exposure, rate);
      const parts = split(bearing, loss);
      const borne = publicParts(parts);
      const byParty = {};
      for (const { party, amount } of parts) byParty[party] = (byParty[party] ?? 0n) + amount;
      return {
        case: place === 0 ? "expected" : "compared", loss_rate: rateOf(rate), loss: money(loss), claims: money(at(bearing.claims, loss)),
        parties: inYuan(byParty), ...inYuan(borne), public: moneyOf(sumOf(Object.values(borne))),
      };
    });
  }

  function triggers({ request, design, year, bearing, of, loans }, checks) {
    if (bearing === null) return null;
    const rows = design.triggers.map((trigger) => {
      const found = trip(trigger, curveOf(trigger, bearing, design, year, request.budget), of);
      const within = found.loss !== null && compare(found.loss, of.exposure) <= 0n ? found.loss : null;
      const compensation = within && over(at(bearing.uncapped, within), year.lending);
      const fewest = fewestDefaults(trigger, found.share, loans);
      let chance = null;
      if (found.value !== null && loans <= MOST_LOANS) chance = fewest === null ? new Rate(0n) : tail(loans, of.defaultRate, fewest);
      return {
        metric: trigger.metric, op: trigger.op, threshold: rateOf(trigger.threshold), stops: trigger.stops,
        value: rateOf(found.value), reached: found.reached,
        loss_rate: rateOf(within && over(within, of.exposure)), default_rate: rateOf(withinOne(found.share)),
        compensation_rate: rateOf(compensation),
        lending_at_cap: money(bearing.inProportion ? quotient(design.cap, compensation) : null),
        defaults: fewest, chance, least_loans: found.value === null ? null : leastPool(trigger, found.share),
      };
    });
    if (rows.length && loans > MOST_LOANS) checks.add("pool_too_large");
    return rows;
  }

  function caps({ design, year, bearing, of, loss: expected }, checks) {
    const rows = [];
    const row = (cap, amount, used, binds, more) => {
      const none = { loss: null, loss_rate: null, default_rate: null, lending: null };
      rows.push({ cap, amount: money(amount), used: money(used), binds, ...none, ...more });
    };
    if (design.cap !== null && bearing !== null) {
      const uncapped = at(bearing.uncapped, expected);
      const loss = reach(bearing.uncapped, design.cap, true);
      row("compensation_cap_annual", design.cap, at(bearing.paid, expected), compare(uncapped, design.cap) > 0n, {
        loss: money(loss), loss_rate: rateOf(loss && over(loss, of.exposure)),
        default_rate: rateOf(withinOne(quotient(loss, times(of.exposure, of.severity)))),
        lending: money(bearing.inProportion ? quotient(times(design.cap, year.lending), uncapped) : null),
      });
    }
    const { rewardCap, rewards } = design.support;
    const wanted = year.uncappedRewards;
    if (rewardCap !== null && wanted !== null) {
      const lending = rewards.every((one) => one.cap === null) ? quotient(times(rewardCap, year.lending), wanted) : null;
      row("reward_cap_annual", rewardCap, ratio(shown(year.kinds, REWARDS) ?? 0n), compare(wanted, rewardCap) > 0n, { lending: money(lending) });
    }
    if (design.volume !== null) {
      const above = compare(year.lending, design.volume) > 0n;
      row("programme_volume_cap", design.volume, year.lending, above, { lending: money(design.volume) });
      if (above) checks.add("lending_above_programme_cap", [], { cap: spokenMoney(fen(design.volume)) });
    }
    return rows;
  }

  function budget({ request, design, year, bearing, of, parts }) {
    const rows = {};
    for (const [name, amount] of request.budget) {
      let [used, lending, share] = [null, null, null];
      if (name === "compensation") {
        used = parts && sumOf(Object.values(publicParts(parts)));
        if (bearing) share = quotient(reach(bearing.spent, ratio(amount), false), times(of.exposure, of.severity));
      } else {
        const kinds = name === "rewards" ? REWARDS : [...SUBSIDIES, "returned"];
        const capped = name === "rewards" && [design.support.rewardCap, ...design.support.rewards.map((one) => one.cap)].some(Boolean);
        used = shown(year.kinds, kinds);
        if (!capped) lending = quotient(times(ratio(amount), year.lending), total(...kinds.map((kind) => year.kinds[kind])));
      }
      rows[name] = {
        amount: moneyOf(amount), used: moneyOf(used), left: moneyOf(used === null ? null : amount - used),
        lending: money(lending), default_rate: rateOf(withinOne(share)),
      };
    }
    return Object.keys(rows).length ? rows : null;
  }

  function pool({ year, bearing, of, loans }) {
    const count = ratio(BigInt(loans));
    const loss = over(times(of.exposure, of.severity), count);
    const claims = bearing && at(bearing.claims, loss);
    return {
      loans, loan: money(over(year.lending, count)), loss_of_one: bearing && money(loss),
      loss_ratio_of_one: rateOf(quotient(claims, year.premium)), payout_rate_of_one: rateOf(quotient(claims, year.lending)),
    };
  }

  // --- answer

  const SECTIONS = ["loans", "premium", "outlay", "leverage", "losses", "triggers", "caps", "budget", "pool", "years", "sensitivity"];
  const VARIED = [
    "lending", "average_loan", "months", "default_rate", "loss_given_default", "annual_rate", "premium_rate", "subsidy_rate",
  ];

  /** The answer to a request for the record of a scheme or a draft; `parameters` and `references` are the published records. */
  function simulate(raw, record, parameters, references) {
    const checks = new Checks(sentencesOf(parameters));
    const [borrowers, groups] = ["borrower", "group"].map(
      (name) => new Map(((parameters.terms || {})[name] || []).map((term) => [term.id, term])),
    );
    const { request, faults } = parse(raw, borrowers, groups);
    for (const [code, field] of faults) checks.add(code, [], { field });
    const design = request && readDesign(request, record, borrowers, references, checks);
    if (!design) return { ...Object.fromEntries(SECTIONS.map((name) => [name, null])), missing: checks.missing, checks: checks.listed };
    const whole = estimate(request, design);
    for (const code of whole.bearing ? whole.bearing.stays : []) checks.add(code);
    const again = (changed) => estimate(changed, readDesign(changed, record, borrowers, references, new Checks(checks.sentences))).outlay;
    const years = severalYears(request, design);
    return {
      loans: whole.loans, premium: premium(whole), outlay: outlay(whole), leverage: leverage(whole), losses: losses(whole),
      triggers: triggers(whole, checks), caps: caps(whole, checks), budget: budget(whole), pool: pool(whole),
      years: years.length ? years : null, sensitivity: sensitivity(request, again), missing: checks.missing, checks: checks.listed,
    };
  }

  /** The outlay with each input a tenth lower and a tenth higher, all else as it is. */
  function sensitivity(request, again) {
    const clamp = (value, low, high) => (value < low ? low : value > high ? high : value);
    return VARIED.filter((name) => request[name] !== null).map((name) => {
      const value = BigInt(request[name]);
      const end = (tenths) => {
        let changed = divideHalfUp(value * tenths, 10n);
        let printed;
        if (name === "months") {
          const step = divideHalfUp(value, 10n) || 1n;
          changed = clamp(value + (tenths > 10n ? step : -step), 1n, MOST_MONTHS);
          printed = Number(changed);
        } else if (name === "lending" || name === "average_loan") {
          changed = clamp(changed, 1n, MOST_FEN);
          printed = yuan(changed);
        } else {
          changed = clamp(changed, 0n, UNIT);
          printed = new Rate(changed);
        }
        const other = { ...request, [name]: name === "months" ? Number(changed) : changed };
        if (other.early && other.early.after > BigInt(other.months)) other.early = { ...other.early, after: BigInt(other.months) };
        return { value: printed, outlay: moneyOf(again(other)) };
      };
      return { input: name, low: end(9n), high: end(11n) };
    });
  }

  Atlas.fiscal.simulate = simulate;
})((globalThis.Atlas = globalThis.Atlas || {}));
