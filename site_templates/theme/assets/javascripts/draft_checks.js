/* What does not fit together in a draft, what it lacks and what is outdated; mirror of generator/drafting/checks.py. */
(function (Atlas) {
  "use strict";

  const { USED, UNIT, stated, isRecord, units, formula, written } = Atlas.drafting;
  const { duration } = Atlas.chinese;

  const BENCHMARK_ENDED = "2019-08-20";
  const SUBSIDIES = ["premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy"];
  const CAPS = ["subsidy_cap_per_borrower", "reward_cap_annual", "compensation_cap_annual"];
  const OVERDUE = ["interest_overdue", "principal_overdue", "overdue"];
  const most = (found) => found.reduce((a, b) => (b > a ? b : a));
  const least = (found) => found.reduce((a, b) => (b < a ? b : a));

  class Check {
    constructor(pilot, peers, texts) {
      Object.assign(this, { pilot, peers, texts, found: [] });
    }

    say(level, code, parameter, text) {
      this.found.push({ level, code, parameter, text });
    }

    provisions(id) {
      const said = this.pilot.parameters[id];
      return said ? said.provisions.filter((p) => USED.includes(p.state)) : [];
    }

    values(id) {
      return this.provisions(id).map((p) => p.value).filter((value) => stated(value) !== null);
    }

    used(id) {
      return this.provisions(id).length > 0;
    }

    list(id) {
      return this.values(id).flatMap((value) => (isRecord(value) ? value.list : value));
    }

    rates(id) {
      return this.values(id).filter((value) => stated(value.rate) !== null).map((value) => units(value.rate) || 0n);
    }

    shares() {
      for (const value of this.values("loss_shares")) {
        const parts = Object.values(value.shares).map(units);
        if (parts.includes(null)) continue;
        const total = parts.reduce((a, b) => a + b, 0n);
        if (total !== UNIT) this.say("warning", "shares", "loss_shares", `损失分担比例合计${written("share", total)}，应为100%。`);
      }
    }

    subsidies() {
      for (const id of SUBSIDIES) {
        const values = this.values(id);
        for (const value of values) {
          if (stated(value.payer) === null) this.say("warning", "payer", id, this.texts.payer_subsidy);
          if (stated(value.cap) === null && !CAPS.some((cap) => this.used(cap))) {
            this.say("warning", "cap", id, this.texts.cap_subsidy);
          }
        }
        if (values.length && !this.used("funds")) this.say("warning", "funds", id, this.texts.funds);
      }
    }

    rewards() {
      for (const id of ["bank_reward", "insurer_reward"]) {
        for (const value of this.values(id)) {
          if (stated(value.payer) === null) this.say("warning", "payer", id, this.texts.payer_reward);
          if (stated(value.cap) === null && !this.used("reward_cap_annual")) this.say("warning", "cap", id, this.texts.cap_reward);
        }
      }
    }

    suspension() {
      for (const provision of this.provisions("suspension_trigger")) {
        if (provision.state === "stated" && !Object.values(provision.resumption || {}).some((part) => stated(part) !== null)) {
          this.say("warning", "resumption", "suspension_trigger", this.texts.resumption);
        }
      }
      if (!this.used("government_compensation")) return;
      if (!this.used("compensation_cap_annual")) this.say("warning", "cap", "government_compensation", this.texts.cap_compensation);
      if (!this.used("suspension_trigger")) this.say("info", "trigger", "government_compensation", this.texts.trigger);
    }

    term() {
      const validity = (this.pilot.instrument.validity || {}).months;
      const terms = this.values("loan_term_max").filter((value) => "months" in value).map((value) => value.months);
      const longest = terms.length ? Math.max(...terms) : 0;
      if (validity && longest > validity) {
        const text = `最长贷款期限${duration({ months: longest })}长于有效期${duration({ months: validity })}；有效期内发放的贷款将延续到有效期之后，请确认资金安排覆盖到结清。`;
        this.say("warning", "term", "loan_term_max", text);
      }
      if (validity > 60) this.say("info", "validity", null, this.texts.validity_long);
    }

    claims() {
      for (const event of this.values("claim_trigger").flatMap((value) => value.any_of)) {
        for (const kind of OVERDUE) {
          const said = event[kind];
          if (said && ["days", "months", "working_days"].every((unit) => stated(said[unit]) === null)) {
            this.say("warning", "days", "claim_trigger", this.texts.days);
          }
        }
      }
    }

    cost() {
      const { reference, as_of: day } = this.peers;
      const [cap] = this.values("total_cost_cap").map((value) => units(value.rate));
      const formulas = [...this.values("loan_rate_cap"), ...this.values("loan_rate_fixed")];
      const known = formulas.map((value) => formula(value, reference)).filter((rate) => rate !== null);
      if (stated(cap) === null || !known.length) return;
      const total = most(known) + most([0n, ...this.rates("premium_rate_cap"), ...this.rates("premium_rate_fixed")]);
      if (total <= cap) return;
      const text = `按${day}的参照利率，利率上限与费率合计${written("rate", total)}，超过综合融资成本上限${written("rate", cap)}，相差${written("rate", total - cap)}。`;
      this.say("warning", "cost", "total_cost_cap", text);
    }

    premium() {
      const [floors, caps] = ["premium_rate_floor", "premium_rate_cap"].map((id) => this.rates(id));
      if (floors.length && caps.length && least(floors) > most(caps)) {
        this.say("warning", "premium", "premium_rate_floor", this.texts.premium);
      }
      for (const id of ["premium_rate_cap", "premium_rate_fixed", "guarantee_fee_cap"]) {
        for (const value of this.values(id)) {
          if (stated(value.base) === null) this.say("warning", "base", id, this.texts.base);
        }
      }
    }

    groups() {
      const named = this.list("key_support_groups");
      const provisions = Object.values(this.pilot.parameters).flatMap((said) => said.provisions);
      const seen = provisions.flatMap((p) => [(p.when || {}).group || []].flat());
      if (seen.some((group) => !named.includes(group))) {
        this.say("info", "groups", "key_support_groups", this.texts.groups);
      }
    }

    routes() {
      const routes = this.list("enhancement_routes");
      if (routes.includes("guarantee") && !this.used("guarantee_fee_cap")) {
        this.say("info", "route", "guarantee_fee_cap", this.texts.route_guarantee);
      }
      if (routes.includes("insurance") && !this.used("premium_rate_cap") && !this.used("premium_rate_fixed")) {
        this.say("info", "route", "premium_rate_cap", this.texts.route_insurance);
      }
    }

    outdated() {
      for (const id of ["loan_rate_cap", "loan_rate_fixed", "loan_rate_average_cap"]) {
        for (const value of this.values(id)) {
          if (value.reference === "pbc_benchmark" && this.peers.as_of >= BENCHMARK_ENDED) {
            this.say("warning", "benchmark", id, this.texts.benchmark);
          }
        }
      }
    }

    basis() {
      const listed = this.pilot.basis || [];
      for (const one of listed) {
        if (one.expires_on && one.expires_on < this.peers.as_of) {
          this.say("warning", "basis", null, `制定依据《${one.title}》已于${one.expires_on}到期。`);
        }
      }
      if (!listed.length) this.say("warning", "basis", null, this.texts.basis);
    }

    dates() {
      const { validity, expires_on: ends } = this.pilot.instrument;
      if (!validity && !/^[0-9]/.test(ends || "")) this.say("warning", "validity", null, this.texts.validity_none);
    }

    responses() {
      if ((this.pilot.responses || []).some((response) => stated(response.adopted) === null)) {
        this.say("warning", "responses", null, this.texts.responses);
      }
    }

    completeness(guards) {
      const omitted = this.pilot.omitted || [];
      for (const guard of guards) {
        if (guard.strange.length) {
          const text = `“${guard.label}”里的${guard.strange.join("、")}不在通用词汇里，不能与其他方案比较；能用已有的词就用已有的词。`;
          this.say("info", "vocabulary", guard.id, text);
        }
        if (guard.used || omitted.includes(guard.id) || guard.n * 2 <= guard.of) continue;
        this.say("info", "missing", guard.id, `没有规定“${guard.label}”；收录的${guard.of}个方案中有${guard.n}个作出规定。`);
      }
    }
  }

  /** All findings: consistency, outdated forms, then completeness. */
  function findings(pilot, peers, guards, texts) {
    const check = new Check(pilot, peers, texts);
    check.shares();
    check.subsidies();
    check.rewards();
    check.suspension();
    check.term();
    check.claims();
    check.cost();
    check.premium();
    check.groups();
    check.routes();
    check.outdated();
    check.basis();
    check.dates();
    check.responses();
    check.completeness(guards);
    return check.found;
  }

  Object.assign(Atlas.drafting, { findings });
})((globalThis.Atlas ??= {}));
