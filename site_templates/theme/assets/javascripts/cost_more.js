/* The page's further sections: checking an offer, the same loan elsewhere, ways to borrow side by side, and the sheet
   that a bank and a borrower sign (贷款明白纸). */
(function (Atlas) {
  "use strict";
  const { el, svg, byId, root, cites, sheet, fill } = Atlas.costDom;
  const { offers, everywhere } = Atlas.costAnswers;
  const { money, perCent, readableDate, fenText, plainYuan } = Atlas.costResult;
  const { scaled, plain } = Atlas.costs.decimals;

  const scroll = (label, table) => el("div.scroll.scroll--tall", { role: "region", "aria-label": label, tabindex: "0" }, table);
  const rateText = (rate) => (rate === null ? "—" : perCent(String(rate)));

  function showOffers(teller, request, scheme, response) {
    const found = offers(teller, request, scheme, response);
    fill(byId("check"), !found.length && el("p.lead", {}, teller.said("no_offer")),
      found.map(({ kind, text, sentence, evidence }) =>
        el(`div.offer.offer--${kind}`, {}, el("p", {}, text), sentence && el("blockquote", {}, el("p", {}, sentence)), cites(evidence))));
  }

  /** What a loan costs everywhere: a table with a bar for each, then those that lack a figure, then those not meant. */
  function showEverywhere(teller, request, tiers) {
    const rows = everywhere(teller, teller.data.schemes, request, tiers);
    const of = (kind) => rows.filter((row) => row.kind === kind);
    const most = Math.max(...of("ok").map((row) => Number(row.cost)), 1);
    const link = ({ scheme }) => el("a", { href: `${root}schemes/${scheme.id}.html` }, `${scheme.place}：${scheme.name}`);
    const bar = ({ cost }) =>
      svg("svg", { viewBox: "0 0 100 8", "aria-hidden": "true", class: "bar", preserveAspectRatio: "none" },
        svg("rect", { class: "bar--principal", width: Math.max(0, (Number(cost) / most) * 100).toFixed(1), height: 8 }));
    const line = (row) => [
      [link(row), row.scheme.stub && el("span.mark", {}, teller.said("stub"))], [money(row.cost), bar(row)], money(row.first),
      rateText(row.irr), el("span.remarks", {}, row.why.join("、")),
    ];
    const title = teller.said("everywhere");
    const others = (kind) =>
      of(kind).length > 0 && el("details.proof.fold", { "data-key": kind },
        el("summary", {}, teller.said(kind, { count: of(kind).length })),
        el("ul.others.flat", {}, of(kind).map((row) => el("li", {}, link(row), el("span", {}, row.why.join("；"))))));
    fill(byId("everywhere-body"),
      of("ok").length ? scroll(title, sheet(title, teller.heads("everywhere"), of("ok").map(line))) : el("p", {}, teller.said("nowhere")),
      others("missing"), others("not"));
  }

  /** Ways to borrow side by side, each with its difference from the first. */
  function showScenarios(teller, kept) {
    if (kept.length < 2) return fill(byId("scenarios"), el("p.lead", {}, teller.said("no_scenario")));
    const known = kept.map((one) => ({ ...one, response: teller.quote(one.request, one.scheme) }));
    const first = known[0].response.totals;
    const line = (key, tell) => [teller.said(key), ...known.map((one, k) => (one.response.schedule ? tell(one, k) : teller.said("uncounted")))];
    const rate = (key, field) => line(key, ({ response }) => rateText(response.rates[field]));
    const cost = ({ response: { totals } }, k) => {
      const text = money(totals.net_cost);
      if (!k || !first) return text;
      const gap = scaled(totals.net_cost, 2) - scaled(first.net_cost, 2);
      return teller.said(gap === 0n ? "same" : gap < 0n ? "less" : "more", { text, gap: fenText(gap < 0n ? -gap : gap) });
    };
    const way = ({ request }) =>
      teller.said("way", { amount: money(plainYuan(request.amount)), months: request.months, method: teller.data.methods[request.repayment] });
    const base = ({ response: { checks } }) => {
      const said = ["unstated", "given"].find((one) => checks.some(({ code }) => code === `premium_base_${one}`));
      return said || "stated";
    };
    const isOpen = known.some((one) => base(one) !== "stated");
    const rows = [
      line("row_scheme", ({ scheme }) => scheme.name), line("row_way", way),
      ...(isOpen ? [line("row_base", (one) => teller.said(`base_${base(one)}`, { base: teller.data.bases[one.request.premium_base] }))] : []),
      line("row_first", ({ response }) => money(response.schedule[0].payment)), line("row_cost", cost),
      rate("row_nominal", "nominal_sum"), rate("row_simple", "annualised_simple"), rate("row_irr", "annualised_irr"),
    ];
    const title = teller.said("scenarios");
    return fill(byId("scenarios"), scroll(title, sheet(title, ["", ...known.map((one) => one.name)], rows)));
  }

  /** Fill the borrower's sheet: every item, who charges it, when, and its share a year as what it adds to the rate. */
  function showPaper(teller, request, scheme, response) {
    const { totals, rates } = response;
    const { said, data } = teller;
    const tell = (key, words) => said.call(teller, key, words);
    const guaranteed = request.route === "guarantee" || scheme.product === "guarantee_fund";
    const simple = (one) => (one.rates && one.rates.annualised_simple ? one.rates.annualised_simple.units : null);
    const steps = [
      0n, simple(teller.quote({ ...request, premium_rate: "0" }, scheme)), simple(teller.quote(request, teller.withoutSupport(scheme))),
      simple(response),
    ];
    const share = (from, to) => (steps[from] === null || steps[to] === null ? "—" : perCent(plain(steps[to] - steps[from], 8)).replace("-", "－"));
    const refund = scaled(totals.premium_subsidy_to_borrower, 2);
    const relief = refund + scaled(totals.premium_paid_by_government, 2);
    const method = data.methods[request.repayment];
    const fee = guaranteed ? "guarantee" : "insurance";
    const rows = [
      [tell("paper_interest"), tell("bank"), method, money(totals.interest), share(0, 1)],
      [tell(`paper_fee_${fee}`), tell(guaranteed ? "guarantor" : "insurer"),
        tell(request.premium_payment === "annual" ? "paper_yearly" : "paper_once"), money(totals.premium), share(1, 2)],
      relief && [tell("paper_support"), tell("government"), refund ? tell("paper_refund", { month: request.subsidy_month }) : tell("paper_direct"),
        tell("minus", { amount: fenText(relief) }), share(2, 3)],
      [tell("paper_total"), "", "", money(totals.net_cost), share(0, 3)],
    ].filter(Boolean);
    const notes = response.checks.filter(({ level, code }) => level === "info" && /_(?:unstated|given)$/.test(code)).map(({ code, message }) => {
      if (code !== "premium_base_unstated") return message.zh;
      const other = teller.onInterest(request, scheme).totals;
      return tell("paper_base", { premium: money(other.premium), cost: money(other.net_cost) });
    });
    const borrower = data.parameters.terms.borrower.find((term) => term.id === request.borrower).label;
    const slots = {
      scheme: scheme.name, amount: money(plainYuan(request.amount)), months: tell("paper_months", { months: request.months }), method,
      drawdown: readableDate(request.drawdown), borrower,
      open: notes.length ? tell("paper_open", { notes: notes.join("；") }) : "",
      rates: tell("paper_rates", { simple: rateText(rates.annualised_simple), irr: rateText(rates.annualised_irr) }),
    };
    for (const slot of byId("paper").querySelectorAll("[data-slot]")) slot.textContent = slots[slot.dataset.slot];
    fill(byId("paper-items"), sheet(tell("paper_caption"), teller.heads("paper"), rows));
  }

  Atlas.costMore = Object.freeze({ showOffers, showEverywhere, showScenarios, showPaper });
})((globalThis.Atlas = globalThis.Atlas || {}));
