/* Further questions to the same engine: is an offer within the limits, what does the loan cost elsewhere, how much can
   be borrowed, how dear may the premium be. Every search asks the engine itself, in whole fen and 1e-8. */
(function (Atlas) {
  "use strict";
  const { scaled, plain, has } = Atlas.costs.decimals;
  const { evidence, exactly, money, perCent, fenText, readableDate } = Atlas.costResult;
  const { usable } = Atlas.costState;

  const MOST = 10000000000n;
  const NOT_FOR = ["borrower_not_covered", "borrower_excluded", "route_not_offered"];
  /** "" for a rate within its limit, else by how many percentage points it is over. */
  function over(rate, cap) {
    const difference = scaled(rate, 8) - scaled(cap.replace("%", ""), 6);
    return difference > 0n ? plain(difference, 6) : "";
  }

  /** The offers that were typed, against the scheme's limits: over, within or unknown, in words. */
  function offers(teller, request, scheme, response) {
    const limits = teller.limits(request, scheme);
    const both = response.rates && limits.total ? String(response.rates.nominal_sum) : null;
    const asked = Object.entries({ rate: request.annual_rate, premium: request.premium_rate, total: both });
    const given = asked.filter(([, offer]) => (offer ?? null) !== null);
    if (given.every(([name]) => name === "total")) return [];
    return [...given.map(([name, rate]) => {
      const limit = limits[name];
      const words = { label: teller.said(`offer_${name}`), offer: exactly(rate), who: teller.said(`asked_${name}`) };
      const entry = (kind, more = {}, sentence = "") => ({
        kind, sentence, text: teller.said(`offer_${kind}`, { ...words, ...more }), evidence: limit ? limit.evidence : [],
      });
      if (!limit) return entry("unknown");
      const points = over(rate, limit.cap);
      if (!points) return entry("within", { cap: limit.cap });
      const [phrase, locator, title] = limit.evidence[0] || [""];
      const more = {
        cap: limit.cap, points, cited: phrase ? teller.said("offer_cited", { phrase, locator, title }) : "",
        limit: teller.said(limit.word, limit), date: readableDate(request.drawdown), months: request.months,
      };
      return entry("over", more, teller.said("offer_sentence", { ...words, ...more }));
    }), ...leftOpen(teller, request, scheme, response)];
  }

  /** What the scheme does not say of the premium, so that it is agreed before signing. */
  function leftOpen(teller, request, scheme, response) {
    const found = response.checks.filter(({ code }) => ["premium_base_unstated", "premium_base_given", "premium_period_unstated"].includes(code));
    return found.map((check) => {
      let text = `${check.message.zh}。`;
      if (check.code === "premium_base_unstated" && response.schedule) {
        const [principal, interest] = [response, teller.onInterest(request, scheme)].map(({ totals }) => money(totals.premium));
        text = teller.said("offer_base", { principal, interest });
      }
      return { kind: "unknown", sentence: "", text, evidence: evidence(check, scheme) };
    });
  }

  /** Reduced records, kept for the next keystroke. */
  const reduced = new WeakMap();
  function reducedTo(tiers, scheme) {
    if (!reduced.has(tiers)) reduced.set(tiers, new Map());
    const known = reduced.get(tiers);
    if (!known.has(scheme.id)) known.set(scheme.id, usable(scheme, tiers).scheme);
    return known.get(scheme.id);
  }

  /** What an offer fills in where a scheme gives no usable figure, by the check that asks for it. */
  const FILLED = {
    annual_rate: ["annual_rate_needed", "reference_before_series", "reference_unknown"], premium_rate: ["premium_rate_needed"],
  };

  /** A response at the scheme's own limits, with the offers where it has none, and which of them were needed. */
  function ownOrOffered(teller, asked, offered, scheme) {
    const response = teller.quote(asked, scheme);
    const needed = Object.keys(FILLED).filter(
      (name) => (offered[name] ?? null) !== null && response.checks.some(({ code }) => FILLED[name].includes(code)),
    );
    if (!needed.length) return { ...response, needed };
    const filled = Object.fromEntries(needed.map((name) => [name, offered[name]]));
    return { ...teller.quote({ ...asked, ...filled }, scheme), needed };
  }

  /** The same loan under every scheme at the scheme's own limits, in the order of the regions: ok, missing or not for it. */
  function everywhere(teller, schemes, request, tiers) {
    const asked = { ...request, annual_rate: null, premium_rate: null };
    return schemes.map((whole) => {
      const scheme = reducedTo(tiers, whole);
      const by = (route) => ownOrOffered(teller, { ...asked, route }, request, scheme);
      let response = by(asked.route);
      if (response.checks.some((check) => check.code === "route_needed")) {
        const other = by("guarantee");
        response = by("insurance");
        if (!response.schedule && other.schedule) response = other;
      }
      const { checks, schedule, totals, rates, needed } = response;
      if (schedule) {
        const { flags } = teller.data;
        // The base is the borrower's answer for one scheme: where another states its own, that one is used and nothing is amiss.
        const known = checks.filter(({ level, code }) => (level === "warning" || has(flags, code)) && code !== "premium_base_stated");
        const why = [...new Set([...needed.map((name) => teller.said(`filled_${name}`)), ...known.map(({ code, message }) => flags[code] || message.zh)])];
        const irr = rates.annualised_irr === null ? null : String(rates.annualised_irr);
        return { scheme, kind: "ok", cost: totals.net_cost, first: schedule[0].payment, irr, why };
      }
      const errors = checks.filter((check) => check.level === "error");
      const kind = errors.some((check) => NOT_FOR.includes(check.code)) ? "not" : "missing";
      return { scheme, kind, cost: "", first: "", irr: null, why: [...new Set(errors.map((check) => check.message.zh))] };
    });
  }

  /** The largest whole number from low to high for which `holds`, or null; `holds` changes at most once, from true to false. */
  function largest(low, high, holds) {
    if (!holds(low)) return null;
    let [sure, beyond] = [low, high + 1n];
    while (beyond - sure > 1n) {
      const middle = (sure + beyond) / 2n;
      if (holds(middle)) sure = middle;
      else beyond = middle;
    }
    return sure;
  }

  /** The largest loan of which no payment is above some yuan, as a sentence. */
  function affordable(teller, request, scheme, yuan) {
    const most = scaled(yuan, 2);
    const highest = (fen) => {
      const { schedule } = teller.quote({ ...request, amount: plain(fen, 2) }, scheme);
      return schedule && schedule.reduce((top, row) => (scaled(row.payment, 2) > top ? scaled(row.payment, 2) : top), 0n);
    };
    const holds = (fen) => {
      const top = highest(fen);
      return top !== null && top <= most;
    };
    let found = largest(1n, MOST, holds);
    if (found === null) return teller.said("no");
    // The last period takes the remainder, so a few fen above the first break the limit may hold again.
    for (let fen = found + 1n; fen <= found + 240n && fen <= MOST; fen++) if (holds(fen)) found = fen;
    return found === MOST ? teller.said("afford_all") : teller.said("afford", { amount: fenText(found), payment: fenText(highest(found)) });
  }
  /** The highest premium rate at which the internal rate of return stays within a target, as a sentence. */
  function bearable(teller, request, scheme, target) {
    const irr = (units) => {
      const { rates } = teller.quote({ ...request, premium_rate: plain(units, 8) }, scheme);
      return rates && rates.annualised_irr;
    };
    const within = scaled(target, 8);
    const found = largest(0n, 100000000n, (units) => {
      const rate = irr(units);
      return rate !== null && rate.units <= within;
    });
    const free = irr(0n);
    if (free === null) return teller.said("no");
    if (found === null) return teller.said("bear_none", { irr: perCent(String(free)), target: exactly(target) });
    const open = teller.found(teller.quote(request, scheme), "premium_base_unstated") ? teller.said("bear_base") : "";
    return open + teller.said("bear", { premium: exactly(plain(found, 8)), target: exactly(target), irr: exactly(String(irr(found))) });
  }

  Atlas.costAnswers = Object.freeze({ offers, everywhere, affordable, bearable });
})((globalThis.Atlas = globalThis.Atlas || {}));
