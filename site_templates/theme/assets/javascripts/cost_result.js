/* What one loan costs, as the page says it: verdict, figures with their working, who pays whom; mirror of
   generator/views/cost_result.py, which gives the same lists for the same loan. */
(function (Atlas) {
  "use strict";
  const { quote } = Atlas.costs;
  const { scaled, plain, number, has } = Atlas.costs.decimals;
  const { divideHalfUp } = Atlas.quantities;

  const SUPPORT = ["premium_subsidy", "guarantee_fee_subsidy", "borrower_premium_share", "subsidy_cap_per_borrower"];
  const LIMITS = {
    rate: [["rate_differs_from_fixed", "cap_fixed"], ["rate_above_cap", "cap_up_to"], ["rate_above_usual", "cap_usual"]],
    premium: [
      ["premium_differs_from_fixed", "cap_fixed"], ["premium_above_cap", "cap_up_to"], ["premium_above_usual", "cap_usual"],
    ],
    total: [["total_cost_above_cap", "cap_up_to"]],
  };

  const units = (text) => (text.startsWith("-") ? -scaled(text.slice(1), 8) : scaled(text, 8));

  /** `1000000.00` as 1,000,000.00. */
  function grouped(yuan) {
    const [whole, part] = yuan.split(".");
    return `${whole.replace(/\B(?=(?:[0-9]{3})+$)/g, ",")}.${part}`;
  }
  /** Yuan with two decimals, from an amount of a request. */
  function plainYuan(amount) {
    const fen = String(scaled(amount, 2)).padStart(3, "0");
    return `${fen.slice(0, -2)}.${fen.slice(-2)}`;
  }
  const money = (yuan) => `${grouped(yuan)}元`;
  const fenText = (fen) => money(plainYuan(plain(fen, 2)));

  /** A rate of a response in per cent, rounded half-up to some places. */
  function perCent(rate, places = 2) {
    const read = divideHalfUp(units(rate), 10n ** BigInt(6 - places));
    const digits = String(read < 0n ? -read : read).padStart(places + 1, "0");
    return `${read < 0n ? "-" : ""}${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}%`;
  }
  const exactly = (rate) => `${plain(units(rate), 6)}%`;
  const readableDate = (day) => day.split("-").map((part, k) => Number(part) + "年月日"[k]).join("");
  const inMarks = (title) => (!title || title.startsWith("《") ? title || "《》" : `《${title}》`);
  const percentageIn = (check) => /** @type {string} */ ((check.message.zh.match(/[0-9.]+%/g) || []).pop());

  /** The source's words behind a check: phrase, locator, title, address below the site's top. */
  const evidence = (check, scheme) =>
    check.evidence.map(({ source, locator, phrase }) => [
      phrase || "", locator || "", inMarks(has(scheme.sources, source) ? scheme.sources[source] : ""),
      `schemes/${scheme.id}.html#source-${source}`,
    ]);

  /** Everything that the page says of one loan under one scheme, with the words and rates of the data. */
  class Teller {
    constructor(data) {
      this.data = data;
    }

    quote(request, scheme) {
      return quote(request, scheme, this.data.parameters, this.data.references);
    }

    /** The same loan with the premium on 本息, where the scheme leaves that open. */
    onInterest(request, scheme) {
      return this.quote({ ...request, premium_base: "principal_and_interest" }, scheme);
    }

    found(response, code) {
      return response.checks.find((check) => check.code === code);
    }

    said(key, words = {}) {
      return this.data.words[key].replace(/\{(\w+)\}/g, (_, name) => words[name]);
    }

    /** The heads of a table. */
    heads(key) {
      return this.data.words[`${key}_head`].split("|");
    }

    /** The scheme's limits for a loan, each {word, cap, evidence}, by asking for rates beyond every limit. */
    limits(request, scheme) {
      const { checks } = this.quote({ ...request, annual_rate: "1", premium_rate: "1" }, scheme);
      const found = {};
      for (const [name, codes] of Object.entries(LIMITS)) {
        for (const [code, word] of codes) {
          const check = checks.find((one) => one.code === code);
          if (!check) continue;
          found[name] = { word, cap: percentageIn(check), evidence: evidence(check, scheme) };
          break;
        }
      }
      return found;
    }

    withoutSupport(scheme) {
      const kept = Object.entries(scheme.parameters).filter(([name]) => !SUPPORT.includes(name));
      return { ...scheme, parameters: Object.fromEntries(kept) };
    }

    /** @returns {Record<string, any>} the same lists as `outcome` of cost_result.py */
    outcome(request, scheme, response = this.quote(request, scheme)) {
      const at = (level) => response.checks.filter((check) => check.level === level);
      const [errors, warnings] = [at("error"), at("warning")];
      const level = errors.length ? "no" : warnings.length ? "mind" : "yes";
      const note = (check) => [check.level, check.message.zh, evidence(check, scheme)];
      const shown = {
        level, verdict: this.said(level, { count: String(warnings.length) }),
        notes: [...errors, ...warnings].map(note), basis: at("info").map(note),
        figures: [], rates: [], base: [], parties: [], support: [], schedule: [],
      };
      if (response.schedule === null) return shown;
      const guaranteed = request.route === "guarantee" || scheme.product === "guarantee_fund";
      const other = this.found(response, "premium_base_unstated") ? this.onInterest(request, scheme) : response;
      const limits = this.limits(request, scheme);
      const clauses = this.clauses(response, scheme, limits);
      shown.figures = this.amounts(request, response, other, scheme, guaranteed, clauses);
      shown.rates = this.rates(request, response, limits, clauses);
      shown.parties = this.parties(response, guaranteed);
      const shared = response.totals.premium_paid_by_government !== "0.00";
      const premium = [...(shared ? [[this.said("row_premium"), "premium"]] : []), [shown.figures[1].label, "premium_paid_by_borrower"]];
      shown.base = this.beside(response, other, premium);
      shown.support = this.beside(response, this.quote(request, this.withoutSupport(scheme)));
      shown.schedule = response.schedule.map((row) => [
        String(row.period), ...[row.payment, row.principal, row.interest, row.balance].map(grouped),
      ]);
      return shown;
    }

    figure(key, label, value, text, hint, how, proof = []) {
      return { key, label, value, text, hint, how, evidence: proof };
    }

    coded(response, scheme, start) {
      return response.checks.filter((check) => check.code.startsWith(start)).flatMap((check) => evidence(check, scheme));
    }

    /** What the annual rate and the premium rest on; an offer on the limit that it is held against. */
    clauses(response, scheme, limits) {
      const own = (name) => {
        const found = this.coded(response, scheme, `${name}_is_`);
        return found.length || !limits[name] ? found : limits[name].evidence;
      };
      const shared = ["borrower_part", "subsidy_replaces"].flatMap((start) => this.coded(response, scheme, start));
      return { rate: own("rate"), premium: [...own("premium"), ...shared] };
    }

    amounts(request, response, other, scheme, guaranteed, clauses) {
      const { totals, schedule } = response;
      const method = request.repayment;
      const [first, last] = [schedule[0].payment, schedule[schedule.length - 1].payment];
      const facts = {
        amount: money(plainYuan(request.amount)), months: String(request.months), rate: exactly(String(response.annual_rate)),
        first: money(first), last: money(last), interest: money(totals.interest), premium: money(totals.premium),
        borrower: money(totals.premium_paid_by_borrower), government: money(totals.premium_paid_by_government),
        refund: money(totals.premium_subsidy_to_borrower), cost: money(totals.net_cost),
      };
      const leftOpen = response.checks.filter(({ code }) => code.startsWith("premium_base_")).map(({ message }) => `${message.zh}。`);
      const paid = method === "bullet" ? last : first;
      const refunded = totals.premium_subsidy_to_borrower !== "0.00";
      const working = this.premiumWorking(request, response, facts);
      return [
        this.figure(
          "payment", this.said(`payment_${method}`), paid, money(paid), this.said(`last_${method}`, facts),
          [this.rateWorking(request, response, scheme), this.said(`how_payment_${method}`, facts)],
          clauses.rate,
        ),
        this.figure(
          "upfront", this.said(guaranteed ? "upfront_guarantee" : "upfront_insurance"), totals.premium_paid_by_borrower,
          facts.borrower, this.upfrontHint(request, totals, other.totals, facts), [this.said("how_upfront", { working, ...facts }), ...leftOpen],
          clauses.premium,
        ),
        this.figure(
          "cost", this.said("cost"), totals.net_cost, facts.cost,
          this.said(refunded ? "cost_hint_refund" : "cost_hint", { ...facts, premium: facts.borrower }),
          [this.said(method === "bullet" ? "how_interest_bullet" : "how_interest", facts), this.said("how_cost", facts)],
          this.coded(response, scheme, "subsidy_re"),
        ),
      ];
    }

    /** The product that the premium is; in general words where it is a sum of several charges or parts. */
    premiumWorking(request, response, facts) {
      const stated = response.checks.find((check) => check.code.startsWith("premium_is_"));
      const rate = request.premium_rate ?? null ? exactly(request.premium_rate) : percentageIn(stated);
      const read = scaled(rate.replace("%", ""), 6);
      const [amount, interest, premium] = [request.amount, response.totals.interest, response.totals.premium].map((yuan) =>
        scaled(yuan, 2),
      );
      for (const [base, words] of [[amount, facts.amount], [amount + interest, this.said("with_interest", facts)]]) {
        for (const [key, years, whole] of [["working_year", BigInt(request.months), 12n], ["working_once", 1n, 1n]]) {
          if (divideHalfUp(base * read * years, whole * 10n ** 8n) === premium) {
            return this.said(key, { base: words, rate, months: facts.months });
          }
        }
      }
      return this.said("working_parts");
    }

    /** When and by whom the premium is paid, and how much it would be on 本息 where that is another amount. */
    upfrontHint(request, totals, other, facts) {
      const free = totals.premium_paid_by_borrower === "0.00";
      const payer = free ? "premium_paid_by_government" : "premium_paid_by_borrower";
      const tail = other[payer] === totals[payer] ? "" : this.said("upfront_other", { other: money(other[payer]) });
      if (free) return totals[payer] === "0.00" ? "" : this.said("upfront_none", facts) + tail;
      const when = this.said(request.premium_payment === "annual" ? "upfront_annual" : "upfront_single");
      const shared = totals.premium_paid_by_government !== "0.00";
      return (shared ? this.said("upfront_shared", { when, government: facts.government }) : when) + tail;
    }

    rateWorking(request, response, scheme) {
      const rate = exactly(String(response.annual_rate));
      const quoted = response.reference;
      if ((request.annual_rate ?? null) !== null) return this.said("how_offer", { rate });
      if (!quoted) return this.said("how_rate", { rate });
      const { multiplier, add_bp: points } = this.rateFormula(response, scheme);
      const value = exactly(String(quoted.value));
      let formula = value;
      if (number(multiplier) !== null) formula += `×${multiplier}`;
      if (number(points) !== null) formula += `＋${points}个基点`;
      const series = this.data.references.series[quoted.series];
      const tenor = series.tenors.find((one) => one.id === quoted.tenor).label;
      return this.said("how_reference", { series: series.label, tenor, value, since: readableDate(quoted.from), formula, rate });
    }

    /** The formula that the rate came from: the provision whose words the check cites. */
    rateFormula(response, scheme) {
      const check = response.checks.find((one) => one.code.startsWith("rate_is_"));
      const cited = check ? check.evidence.map((piece) => piece.phrase) : [];
      for (const parameter of ["loan_rate_fixed", "loan_rate_cap"]) {
        for (const provision of (scheme.parameters[parameter] || {}).provisions || []) {
          const phrases = (provision.evidence || []).map((piece) => piece.phrase);
          if (phrases.length && phrases.every((phrase, k) => phrase === cited[k])) return provision.value || {};
        }
      }
      return {};
    }

    rates(request, response, limits, clauses) {
      const { rates, totals } = response;
      const reason = response.checks.filter((check) => check.code === rates.reason).map((check) => check.message.zh);
      const rate = (key, field, facts = {}) => {
        const [label, hint] = [this.said(key), this.said(`${key}_hint`)];
        if (rates[field] === null) return this.figure(key, label, "", this.said("no_rate"), hint, reason);
        const value = String(rates[field]);
        return this.figure(key, label, value, perCent(value), hint, [this.said(`how_${key}`, { ...facts, [key]: exactly(value) })]);
      };
      const upfront = request.premium_payment === "annual" ? 0n : scaled(totals.premium_paid_by_borrower, 2);
      const received = fenText(scaled(request.amount, 2) - upfront);
      const simple = rates.annualised_simple;
      const monthly = simple === null ? "" : perCent(plain(divideHalfUp(simple.units, 12n), 8), 6);
      const borne = exactly(plain(rates.nominal_sum.units - response.annual_rate.units, 8));
      const nominal = rate("nominal", "nominal_sum", { rate: exactly(String(response.annual_rate)), borne });
      return [
        { ...nominal, evidence: [...clauses.rate, ...clauses.premium] },
        rate("simple", "annualised_simple", { received, monthly }),
        rate("irr", "annualised_irr"),
        this.cap(request, limits),
      ];
    }

    cap(request, limits) {
      const names = Object.keys(limits);
      const [label, hint] = [this.said("cap"), this.said("cap_hint")];
      if (!names.length) return this.figure("cap", label, "", this.said("cap_none"), hint, [this.said("how_cap_none")]);
      const unknown = this.said("cap_unknown");
      const words = Object.fromEntries(names.map((name) => [name, this.said(limits[name].word, { cap: limits[name].cap })]));
      const total = limits.total ? limits.total.cap : "";
      const text = total ? this.said("cap_total", { total }) : this.said(names.length === 2 ? "cap_both" : `cap_${names[0]}`, words);
      const how = total ? [this.said("how_cap_total", { total })] : [];
      const date = readableDate(request.drawdown);
      how.push(this.said("how_cap", { date, rate: words.rate || unknown, premium: words.premium || unknown }));
      return this.figure("cap", label, total, text, hint, how, names.flatMap((name) => limits[name].evidence));
    }

    /** What each pays and gets over the whole loan, principal apart: name, paid, got. */
    parties({ totals }, guaranteed) {
      const fen = (name) => scaled(totals[name], 2);
      const [bank, insurer] = [scaled(totals.rewards.bank, 2), scaled(totals.rewards.insurer, 2)];
      const [refund, topUp, interest] = [fen("premium_subsidy_to_borrower"), fen("premium_subsidy_to_insurer"), fen("interest")];
      return [
        ["borrower", interest + fen("premium_paid_by_borrower"), refund],
        ["bank", 0n, interest + bank],
        [guaranteed ? "guarantor" : "insurer", 0n, fen("premium") + topUp + insurer],
        ["government", fen("premium_paid_by_government") + refund + topUp + bank + insurer, 0n],
      ].map(([name, paid, got]) => [this.said(name), fenText(paid), fenText(got)]);
    }

    /** Cost, further totals with their labels, and rates of the loan and of the same loan made otherwise; empty where it makes no difference. */
    beside(response, other, more = []) {
      const fields = [...more, [this.said("row_cost"), "net_cost"]];
      if (other.schedule === null || fields.every(([, field]) => other.totals[field] === response.totals[field])) return [];
      const both = [response, other];
      const rows = fields.map(([label, field]) => [label, ...both.map((one) => money(one.totals[field]))]);
      for (const [label, field] of [["row_simple", "annualised_simple"], ["row_irr", "annualised_irr"]]) {
        const values = both.map((one) => one.rates[field]);
        rows.push([this.said(label), ...values.map((value) => (value === null ? this.said("no_rate") : perCent(String(value))))]);
      }
      return rows;
    }
  }

  Atlas.costResult = Object.freeze({ Teller, SUPPORT, evidence, grouped, plainYuan, money, fenText, perCent, exactly, readableDate });
})((globalThis.Atlas = globalThis.Atlas || {}));
