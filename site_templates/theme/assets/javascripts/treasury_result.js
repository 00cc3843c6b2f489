/* What a design costs the treasury, as the page says it: figures with working and clauses, tables. Mirror of
   generator/views/treasury_result.py and treasury_base.py, which say what each is. */
(function (Atlas) {
  "use strict";
  const { divideHalfUp } = Atlas.quantities;
  const { plain, scaled, yuan, has, isRecord } = Atlas.costs.decimals;
  const { simulate } = Atlas.fiscal;

  const data = Atlas.data.fiscal;
  const { words, parties, outlay: OUTLAY, metrics: METRICS, caps: CAPS, budgets: BUDGETS, varied: VARIED } = data;
  const KINDS = ["premium_subsidy", "guarantee_fee_subsidy", "interest_subsidy", "bank_reward", "insurer_reward", "returned"];
  const AFTER = ["loss_share", "compensation", "excess_compensation"];
  const NONE = "—";
  /** What divides a product of fen, a rate in units of 1e-4 per cent, and months. */
  const YEAR = 12n * 10n ** 6n;

  const said = (key, facts = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const fen = (amount) => scaled(amount, 2);
  const units = (rate) => scaled(rate, 8);
  const grouped = (amount) => amount.replace(/\B(?=([0-9]{3})+\.)/g, ",");
  const exactly = (rate) => `${plain(units(rate), 6)}%`;

  /** A rate in per cent with two decimals, rounded half-up. */
  function perCent(rate) {
    return `${yuan(divideHalfUp(units(rate), 10000n))}%`;
  }

  /** Yuan as people write them, nothing rounded. */
  function money(amount) {
    const whole = fen(amount);
    for (const [unit, size] of [["亿元", 10n ** 10n], ["万元", 10n ** 6n]]) {
      if ((whole < 0n ? -whole : whole) >= size && whole % (size / 100n) === 0n) {
        return grouped(yuan((whole * 100n) / size)).replace(/\.00$/, "") + unit;
      }
    }
    return `${grouped(amount)}元`;
  }

  const places = (value) => yuan(divideHalfUp(units(value), 10n ** 6n));
  /** At most two places, marked 约 where that rounds; what would round to nothing stays exact. */
  function shortly(value) {
    const [exact, short] = [exactly(value), perCent(value)];
    return /\.\d{3}/.test(exact) && !/^-?0\.00%$/.test(short) ? `约${short}` : exact;
  }
  const rate = (value) => (value === null ? NONE : shortly(value));
  const points = (value) => rate(value).replace("%", "");
  const sum = (value) => (value === null ? NONE : grouped(value));
  const part = (one, of) => (one === null ? NONE : perCent(plain(divideHalfUp(fen(one) * 10n ** 8n, fen(of)), 8)));
  const total = (amounts) => yuan(amounts.map(fen).reduce((a, b) => a + b, 0n));
  const moneyOrNeeded = (amount) => (amount ? money(amount) : said("needed"));

  /** The engine's answer with every number as its digits. */
  function plainly(value) {
    if (Array.isArray(value)) return value.map(plainly);
    if (typeof value === "number" || (value && has(value, "units"))) return String(value);
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainly(one)])) : value;
  }

  const pieces = ({ evidence }, { id, sources }) =>
    evidence.map(({ source, locator, phrase }) => [phrase || "", locator || "", sources[source] || "", `schemes/${id}.html#source-${source}`]);
  const note = (check, record) => [check.level, check.message.zh, pieces(check, record)];

  function verdict({ outlay, leverage, missing }, warnings, base) {
    if (!outlay) return said("no");
    const multiple = leverage.with_compensation;
    let text = said("spent_nothing");
    if (missing.length) {
      const names = [...new Set(missing.map(({ message }) => message.zh.split("请填写")[1]))];
      text = said("open", { count: missing.length, what: names.join("、") });
    } else if (multiple !== null) text = said("spent", { total: money(outlay.total), rate: perCent(outlay.rate), leverage: places(multiple) });
    if (base) text = said("base_verdict", { text, base });
    return warnings && !missing.length ? said("warned", { text, count: warnings }) : text;
  }

  function basis(checks, record) {
    const isUnread = ({ code }) => code === "left_out_unread";
    const unread = checks.filter(isUnread).map(({ message }) => message.zh.replace(/^没有读到/, "").split("的规定")[0]);
    const notes = checks.filter((check) => !isUnread(check)).map((check) => note(check, record));
    return unread.length ? [...notes, ["info", said("unread", { what: unread.join("、") }), []]] : notes;
  }

  function proof({ checks }, record, names) {
    const found = new Map();
    for (const check of checks) {
      const used = names.includes(check.parameter) || (names.includes("premium_rate_cap") && check.code.startsWith("premium_is_"));
      if (used) for (const piece of pieces(check, record)) found.set(piece.join(), piece);
    }
    return [...found.values()];
  }

  const figure = (key, label, value, text, hint, how, evidence = []) => ({ key, label, value: value || "", text, hint, how, evidence });

  function figures(request, answer, record) {
    const { outlay, premium, leverage } = answer;
    const lending = money(yuan(fen(request.lending)));
    const { total: all, before_losses: before } = outlay;
    const known = all !== null;
    const rows = [
      figure("total", said("total"), all, moneyOrNeeded(all),
        known ? said("hint_total", { rate: perCent(outlay.rate), each: money(outlay.per_loan) }) : "",
        known ? [
          said("how_total", { before: money(before), public: money(answer.losses[0].public), total: money(all) }),
          said("how_rate", { total: money(all), lending, rate: exactly(outlay.rate) }),
        ] : []),
      figure("before", said("before"), before, moneyOrNeeded(before),
        premium && premium.borrower ? said("hint_before", { premium: money(premium.total), borrower: money(premium.borrower) }) : "",
        workings(request, answer, lending), proof(answer, record, data.spread)),
      borne(request, answer, record, lending),
    ];
    for (const [key, value, on] of [["static", leverage.static, before], ["with", leverage.with_compensation, all], ["budget", leverage.budget]]) {
      if (key === "budget" && value === null) continue;
      const spent = key === "budget" ? total(Object.values(request.budget)) : on;
      const claim = key !== "with" && record.claimed;
      const text = spent === null ? said("needed") : value === null ? said("no_ratio") : said("times", { value: places(value) });
      const how = spent === null ? [] : [value === null ? said("how_no_ratio") : said("how_ratio", { lending, amount: money(spent), value: places(value) })];
      rows.push(figure(key, said(key), value, text, claim ? said("hint_claimed", { value: claim[0] }) : said(`hint_${key}`), how, claim ? claim[1] : []));
    }
    return [...rows, ...trips(answer, record, lending), ...caps(answer, record)];
  }

  function workings({ lending: lent, months }, { outlay, premium }, lending) {
    const lines = KINDS.filter((kind) => ![null, "0.00"].includes(outlay[kind])).map((kind) => {
      const size = fen(outlay[kind]);
      const facts = { kind: OUTLAY[kind], amount: money(outlay[kind]), months };
      const interest = KINDS.indexOf(kind) < 2 && premium && premium.interest;
      // What is a rate of the lending alone hardly ever is a short rate of both.
      const bases = interest ? [[fen(lent) + fen(interest), said("with_interest", { lending, interest: money(interest) })]] : [];
      for (const [key, over] of [["kind_flat", 12n], ["kind_year", BigInt(months)]].slice(kind.endsWith("reward") ? 0 : 1)) {
        for (const [base, words] of kind === "returned" ? [] : [...bases, [fen(lent), lending]]) {
          const found = divideHalfUp(size * YEAR, base * over);
          if (divideHalfUp(base * over * found, YEAR) === size) return said(key, { ...facts, rate: `${plain(found, 4)}%`, lending: words });
        }
      }
      return said("kind_parts", facts);
    });
    return lines.length ? lines : [said("kind_none")];
  }

  function borne(request, answer, record, lending) {
    const { losses, premium } = answer;
    const label = said("borne");
    if (!losses || !losses.length) return figure("borne", label, null, said("needed"), "", []);
    const [{ loss, claims, public: borneByAll, parties: bearing }] = losses;
    const { default_rate, loss_given_default } = request;
    const whole = divideHalfUp(fen(request.lending) * units(default_rate) * units(loss_given_default), 10n ** 16n);
    const facts = {
      lending, default_rate: exactly(default_rate), severity: exactly(loss_given_default), loss: money(loss),
      interest: money((premium && premium.interest) || "0.00"),
    };
    const shares = Object.entries(bearing).map(([party, amount]) => said("party", { party: parties[party], amount: money(amount) }));
    const hint = loss === "0.00" ? said("hint_unlost") : said("hint_borne", { loss: money(loss), part: part(borneByAll, loss) });
    const how = [
      said(whole === fen(loss) ? "how_loss" : "how_loss_interest", facts), said("how_claims", { claims: money(claims) }),
      said("how_borne", { parties: shares.join("、") }),
    ];
    return figure("borne", label, borneByAll, money(borneByAll), hint, how, proof(answer, record, data.borne));
  }

  const condition = ({ metric, op, threshold }) => said("condition", { metric: METRICS[metric], op: said(op), threshold: exactly(threshold) });
  const chanceOf = ({ chance, defaults }) => (chance === "0" && defaults !== null ? "几乎为零" : rate(chance));

  function trips(answer, record, lending) {
    const { loans, losses, premium } = answer;
    return (answer.triggers || []).map((row) => {
      const never = row.default_rate === null;
      const facts = { condition: condition(row) };
      const how = [];
      if (row.value !== null) {
        how.push(said(`metric_${row.metric}`, {
          value: exactly(row.value), claims: money(losses[0].claims), premium: money((premium && premium.total) || "0.00"), lending,
        }));
      }
      if (!never) how.push(said(`how_trip_${row.op}`, { ...facts, default_rate: exactly(row.default_rate), loss_rate: exactly(row.loss_rate) }));
      if (![row.chance, row.defaults, row.least_loans].includes(null)) {
        how.push(said("how_chance", { loans, defaults: row.defaults, least: row.least_loans, chance: chanceOf(row) }));
      }
      const hint = (row.reached ? said("trip_now") : "") + (never ? "" : said(`trip_${row.op}`));
      const text = never ? said("trip_never") : shortly(row.default_rate);
      return figure("trip", said("trip", facts), row.default_rate, text, hint, how, proof(answer, record, ["suspension_trigger"]));
    });
  }

  function caps(answer, record) {
    return answer.caps.map(({ cap, amount, used, binds, loss, loss_rate, default_rate, lending }) => {
      let [text, hint] = [said("cap_never"), ""];
      if (binds) text = said("cap_binds");
      else if (default_rate !== null) [text, hint] = [shortly(default_rate), said("hint_cap")];
      else if (lending !== null) [text, hint] = [money(lending), said("hint_cap_lending")];
      const how = [said("how_cap", { amount: money(amount), used: money(used) })];
      if (loss !== null) how.push(said("how_cap_loss", { loss: money(loss), loss_rate: exactly(loss_rate) }));
      if (lending !== null) how.push(said("how_cap_lending", { lending: money(lending) }));
      return figure("cap", CAPS[cap], default_rate || lending, text, hint, how, proof(answer, record, [cap]));
    });
  }

  function tables({ outlay, losses, triggers, caps: limits, budget, years, sensitivity }, lending, base) {
    const shown = losses || [];
    const made = {
      base,
      outlay: Object.entries(OUTLAY)
        .filter(([kind]) => outlay[kind] !== "0.00" || kind === "before_losses" || kind === "total")
        .map(([kind, name]) => [name, sum(outlay[kind]), part(outlay[kind], lending)]),
      losses: shown.map((row) => [
        row.case === "expected" ? said("expected", { rate: rate(row.loss_rate) }) : rate(row.loss_rate),
        ...[row.loss, row.claims, ...Object.values(row.parties), row.public].map(grouped),
      ]),
      triggers: (triggers || []).map((row) => [
        condition(row), rate(row.value), rate(row.default_rate), rate(row.loss_rate), row.defaults || NONE, chanceOf(row), row.least_loans || NONE,
      ]),
      caps: limits.map((row) => [CAPS[row.cap], grouped(row.amount), grouped(row.used), rate(row.default_rate), sum(row.lending)]),
      budgets: Object.entries(budget || {}).map(([name, row]) => [
        BUDGETS[name], ...[row.amount, row.used, row.left, row.lending].map(sum), rate(row.default_rate),
      ]),
      years: (years || []).map(yearOf),
      sensitivity: sensitivity.filter(({ low }) => low.outlay !== null).map(({ input, low, high }) => {
        const written = input === "months" ? String : ["lending", "average_loan"].includes(input) ? grouped : exactly;
        const apart = fen(high.outlay) - fen(low.outlay);
        const ends = [low, high].flatMap(({ value, outlay: spent }) => [written(value), grouped(spent)]);
        return [VARIED[input], ...ends, grouped(yuan(apart < 0n ? -apart : apart))];
      }),
    };
    const found = {};
    for (const [name, rows] of Object.entries(made)) {
      const head = words[`${name}_head`].split("|");
      if (name === "losses" && shown.length) head.push(...Object.keys(shown[0].parties).map((one) => parties[one]), said("losses_tail"));
      if (rows.length) found[name] = { caption: words[name], head, rows };
    }
    return found;
  }

  function yearOf(row) {
    const borneByAll = row.loss_share === null ? null : total(AFTER.map((one) => row[one]));
    const before = row.subsidies === null || row.rewards === null ? null : total([row.subsidies, row.rewards]);
    const stopped = row.metrics.map(({ metric, value }) => METRICS[metric] + rate(value)).join("、") || NONE;
    const next = row.suspended_next === null ? NONE : said(row.suspended_next ? "stops" : "goes_on");
    const amounts = [row.lending, before, row.loss, row.claims, borneByAll, row.outlay].map(sum);
    return [said(row.suspended ? "halted" : "year", { year: row.year }), ...amounts, stopped, next];
  }

  function pool({ loans, loan, loss_of_one: loss, loss_ratio_of_one: ratio, payout_rate_of_one: payout }) {
    if (loss === null || ratio === null) return "";
    return said("pool", { loans, loan: money(loan), loss: money(loss), ratio: points(ratio), payout: points(payout) });
  }

  // --- base: what the premium is a rate of, where the document leaves it open

  const lacksRate = ({ missing }) => missing.some(({ input }) => input === "annual_rate");

  function baseTold(request, { checks, premium, outlay }, other) {
    if (!other) {
      const given = checks.some(({ code }) => code === "premium_base_given");
      if (given) return said("base_given", { base: data.choices.premium_base[request.premium_base] });
      return premium ? said("base_stated") : NONE;
    }
    const spent = other.outlay.total;
    if (spent === null) return said("base_open", { rest: said(lacksRate(other) ? "base_rate" : "base_below") });
    return said("base_open", { rest: said(spent === outlay.total ? "base_same" : "base_other", { total: money(spent) }) });
  }

  /** The premium, the outlay and every figure that differs, on the principal and on principal and interest. */
  function bothWays(both, [mine, others]) {
    const rows = ["total", "borrower"].map((name) => [said(`base_${name}`), ...both.map(({ premium }) => moneyOrNeeded(premium && premium[name]))]);
    mine.forEach(({ key, label, text }, k) => {
      if (key === "total" || text !== others[k].text) rows.push([label, text, others[k].text]);
    });
    const [one, other] = both.map(yearsTotal);
    return one === other ? rows : [...rows, [said("side_years"), one, other]];
  }

  function yearsTotal({ years }) {
    const spent = (years || []).map(({ outlay }) => outlay);
    return spent.includes(null) ? NONE : money(total(spent));
  }

  const answerTo = (request, record) => plainly(simulate(request, record, data.parameters, data.references));

  /** Everything the page shows of one design, and the engine's answer with every number as its digits. */
  function outcome(request, record) {
    const answer = answerTo(request, record);
    const unstated = answer.checks.find(({ code }) => code === "premium_base_unstated");
    const other = unstated && answerTo({ ...request, premium_base: "principal_and_interest" }, record);
    const base = answer.outlay ? baseTold(request, answer, other) : "";
    const needs = answer.missing.map((need) => [need.input, need.message.zh, need.notes, pieces(need, record)]);
    if (other && lacksRate(other)) needs.unshift(["annual_rate", said("base_rate_asked"), [], []]);
    if (other) needs.unshift(["premium_base", said("base_asked"), unstated.notes, pieces(unstated, record)]);
    const of = (level) => answer.checks.filter((check) => check.level === level);
    const [errors, warnings, infos] = ["error", "warning", "info"].map(of);
    const told = {
      level: errors.length ? "no" : answer.missing.length || warnings.length ? "mind" : "yes",
      verdict: verdict(answer, warnings.length, other && base),
      base,
      needs,
      notes: [...errors, ...warnings].map((check) => note(check, record)),
      basis: basis(infos, record),
      figures: [], tables: {}, pool: "",
    };
    if (answer.outlay) {
      told.figures = figures(request, answer, record);
      const rows = other && !lacksRate(other) ? bothWays([answer, other], [told.figures, figures(request, other, record)]) : [];
      told.tables = tables(answer, request.lending, rows);
      told.pool = pool(answer.pool);
    }
    return { told, answer };
  }

  Atlas.treasury = { said, outcome, money, perCent, yearsTotal };
})((globalThis.Atlas = globalThis.Atlas || {}));
