/* What the value of each kind consists of: the one table from which the form, the file's written form and its
   reading are made. Values are the published JSON (contract of the data); written ones are as people write them. */
(function (Atlas) {
  "use strict";

  const { isRecord, has } = Atlas.drafting;
  const chinese = Atlas.chinese;

  /** A text that is not the quantity asked for; the message says what to write. */
  class Unreadable extends Error {}

  const half = (text) => text.trim().replace(/[！-～]/gu, (c) => String.fromCodePoint(c.codePointAt(0) - 0xfee0)).replace(/[,，\s]/g, "");

  /** A plain decimal moved by places, as a JSON number. */
  function moved(text, places) {
    const [whole, part = ""] = text.split(".");
    const digits = whole + part;
    const point = whole.length + places;
    const padded = point < 0 ? "0".repeat(-point) + digits : digits.padEnd(point, "0");
    const at = Math.max(point, 0);
    return Number(`${padded.slice(0, at) || "0"}.${padded.slice(at) || "0"}`);
  }

  function matched(pattern, text, hint) {
    const found = pattern.exec(half(text));
    if (!found) throw new Unreadable(hint);
    return found;
  }

  const NUMBER = "([0-9]{1,12}(?:\\.[0-9]{1,8})?)";
  const SCALES = { 元: 0, 万元: 4, 亿元: 8, 万: 4, 亿: 8 };
  const LENGTHS = { 年: "years", 个月: "months", 月: "months", 天: "days", 日: "days", 个工作日: "working_days" };

  const TYPES = {
    money: {
      read(text) {
        const [, digits, unit] = matched(new RegExp(`^${NUMBER}(元|万元|亿元|万|亿)$`), text, "写成 300万元 或 5000元");
        return moved(digits, SCALES[unit]);
      },
      write: chinese.money,
    },
    percent: {
      read: (text) => moved(matched(new RegExp(`^${NUMBER}%$`), text, "写成百分数，如 2.3%")[1], -2),
      write: chinese.percent,
    },
    markup: {
      read: (text) => {
        const [, digits] = matched(new RegExp(`^${NUMBER}%$`), text, "写成百分数，如 40%");
        const [whole, part = ""] = digits.split(".");
        const scaled = BigInt(whole + part) + 100n * 10n ** BigInt(part.length);
        return moved(String(scaled).padStart(part.length + 3, "0"), -2 - part.length);
      },
      write: (value) => (value === 1 ? "0%" : chinese.uplift(value).replace("上浮", "")),
    },
    points: { read: (text) => Number(matched(/^(-?[0-9]{1,5})(?:个基点|bp)?$/i, text, "写成 150个基点")[1]), write: chinese.basisPoints },
    length: {
      read(text) {
        const [, amount, unit] = matched(/^([0-9]{1,4})(年|个月|月|天|日|个工作日)$/, text, "写成 12个月、3年、90天 或 10个工作日");
        const name = LENGTHS[unit];
        if (Number(amount) > { years: 100, months: 1200 }[name]) throw new Unreadable("写成 100年 以内的期限");
        return name === "years" ? { months: Number(amount) * 12 } : { [name]: Number(amount) };
      },
      write: (value) => chinese.duration("months" in value ? { months: value.months } : "days" in value ? { days: value.days } : { working_days: value.working_days }),
    },
    multiple: { read: (text) => moved(matched(new RegExp(`^${NUMBER}倍$`), text, "写成 33.3倍")[1], 0), write: chinese.times },
    whole: { read: (text) => Number(matched(/^([0-9]{1,9})$/, text, "写成整数")[1]), write: String },
    date: {
      read: (text) => {
        const [day] = matched(/^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$/, text, "写成 2027-01-01");
        try {
          chinese.date(day);
        } catch {
          throw new Unreadable("写成存在的日期");
        }
        return day;
      },
      write: String,
    },
    text: { read: (text) => text.trim(), write: String },
    flag: { read: (text) => text === "true", write: (value) => (value ? "true" : "false") },
  };

  const f = (name, label, type, more = {}) => ({ name, label, type, ...more });
  const term = (name, label, list, more = {}) => f(name, label, "term", { list, ...more });
  const must = { required: true };

  const THRESHOLD = [term("metric", "指标", "metric", must), f("threshold", "阈值", "percent", must)];
  const CONDITION = [THRESHOLD[0], term("op", "比较", "op", must), THRESHOLD[1]];
  const OVERDUE = [f("after", "多长时间", "length", must), f("consecutive", "连续", "flag"), term("counted_from", "起算", "counted_from")];
  const EFFECT = [term("action", "措施", "action", must), term("force", "强制程度", "force"), f("approval_by", "经谁同意", "text")];
  const CHARGE = [
    f("rate", "费率", "percent", must), term("base", "基数", "base"), term("per", "周期", "per"),
    f("covers", "险种", "terms", { list: "covers" }), term("charged_to", "口径", "charged_to"),
  ];

  const FIELDS = {
    rate_formula: [
      term("reference", "参照利率", "reference"), term("tenor", "期限", "tenor"), f("markup", "上浮比例", "markup", { key: "multiplier" }),
      f("add", "加基点", "points", { key: "add_bp" }), f("fixed", "固定利率", "percent"),
    ],
    cost_cap: [
      f("rate", "不超过", "percent", must), f("strict", "不含本数", "flag"), f("sum_of", "由哪些项相加", "words"),
      f("net_of_subsidy", "扣除补贴后", "flag"),
    ],
    charge: CHARGE,
    shares: [f("shares", "各方比例", "parties", must), term("of", "损失口径", "base", must), term("stage", "阶段", "loss_stage")],
    compensation: [
      term("payer", "谁补偿", "party", must), term("payee", "补偿给谁", "party", must), f("rate", "比例", "percent"),
      f("rate_from", "比例下限", "percent"), f("rate_to", "比例上限", "percent"), term("of", "基数", "compensated", must),
      term("after", "何时", "after"), f("above", "超过", "record", { fields: THRESHOLD }), f("cap", "上限", "money"),
    ],
    limit: [f("rate", "比例", "percent", must), term("of", "基数", "limited_by", must)],
    recovery: [term("rule", "分配规则", "recovery_rule", must), f("shares", "各方比例", "parties")],
    trigger: [
      ...CONDITION, f("definition", "计算口径", "text"), f("scope", "范围", "terms", { list: "scope" }), term("period", "期间", "period"),
      f("effect", "后果", "record", { fields: EFFECT }), f("any_of", "或者", "records", { fields: CONDITION }),
    ],
    claim_events: [f("any_of", "情形", "events", must), f("after_recourse", "须先追索", "flag")],
    subsidy: [
      term("payer", "谁出资", "party", must), term("paid_to", "拨付给", "party", must), term("beneficiary", "受益人", "party"),
      term("effect", "方式", "subsidy_effect", must), f("rate", "费率", "percent"), term("base", "基数", "base"),
      f("share_of_premium", "占保费", "percent"), f("share_of_fee", "占担保费", "percent"), f("share_of_interest", "占利息", "percent"),
      f("share_of_benchmark", "占参照利率", "percent"), f("amount", "金额", "money"), f("times_term", "乘以年数", "flag"),
      f("cap", "上限", "cap", { list: "subsidy_cap" }), f("once_per_borrower", "每户一次", "flag"), f("condition", "条件", "text"),
    ],
    reward: [
      term("payer", "谁出资", "party", must), term("payee", "奖励给", "party", must), f("rate", "比例", "percent"),
      f("amount", "金额", "money"), term("base", "基数", "reward_base", must), f("condition", "条件", "text"), f("cap", "上限", "money"),
    ],
    range: [f("min", "最小", "whole"), f("max", "最大", "whole")],
    date_window: [f("from", "起", "date"), f("until", "止", "date")],
    cycle: [term("every", "多久", "cycle", must), f("within", "期后", "length"), f("by", "由谁", "text"), f("to", "报给谁", "text")],
    area: [f("area", "行政区划代码", "text", must), term("link", "联系", "area_link", must)],
  };
  const RESUMPTION = [
    f("threshold", "指标回落到", "percent"), f("lasting", "并持续", "length"), f("condition", "还要满足什么", "text"), f("approval_by", "经谁同意", "text"),
  ];
  const LISTS = {
    layers: [
      term("bearer", "由谁承担", "party"), f("shares", "或按比例", "parties"), f("up_to", "以多少为限", "money"), f("note", "说明", "text"),
    ],
    funds: [f("name", "名称", "text", must), f("amount", "金额", "money", must), f("year", "年度", "text"), f("purpose", "用途", "text")],
  };
  const SCALARS = { money: "money", rate: "percent", share: "percent", multiple: "multiple", flag: "flag", text: "text", duration: "length" };
  const OPERATORS = { at_least: ">=", above: ">", at_most: "<=" };
  const SYMBOLS = { ">=": "at_least", ">": "above", "<=": "at_most" };
  const SIZES = ["rate", "share_of_premium", "share_of_fee", "share_of_interest", "share_of_benchmark", "amount"];
  const NUMBERS = ["percent", "money", "length"];
  const EVENTS = ["interest_overdue", "principal_overdue", "overdue"];
  const OPEN = "unstated";

  const absent = (value) => value === undefined || value === null;

  /** One field's JSON as written. */
  function fieldOut(field, value) {
    const { type } = field;
    if (value === OPEN) return OPEN;
    if (type === "record") return recordOut(field.fields, value);
    if (type === "records") return value.map((one) => recordOut(field.fields, one));
    if (type === "events") return value.map(eventOut);
    if (type === "parties") return Object.fromEntries(Object.entries(value).map(([party, share]) => [party, absent(share) ? OPEN : chinese.percent(share)]));
    if (type === "terms" || type === "words") return [...value];
    if (type === "cap") return typeof value === "number" ? chinese.money(value) : value;
    if (type === "term") return has(SYMBOLS, value) ? SYMBOLS[value] : value;
    return TYPES[type].write(value);
  }

  function recordOut(fields, value) {
    const found = {};
    for (const field of fields) {
      const given = value[field.key || field.name];
      if (!absent(given) && !(Array.isArray(given) && !given.length)) found[field.name] = fieldOut(field, given);
      else if (field.required || (value.unstated || []).includes(field.name)) found[field.name] = OPEN;
    }
    return found;
  }

  function eventOut(event) {
    const [kind] = Object.keys(event);
    if (!EVENTS.includes(kind)) return { [kind]: event[kind] };
    const length = ["months", "days", "working_days"].find((unit) => !absent(event[kind][unit]));
    const after = length ? { [length]: event[kind][length] } : null;
    return { [kind]: recordOut(OVERDUE, { ...event[kind], after }) };
  }

  const isTermList = (kind, value) => kind === "terms" && isRecord(value);

  /** A value as it is written in a file: a text, a list or a record of texts. */
  function toWritten(kind, value) {
    if (kind === "terms") return termsOut(value);
    if (has(LISTS, kind)) return value.map((one) => recordOut(LISTS[kind], one));
    if (kind === "charge_or_share") return isRecord(value) ? recordOut(CHARGE, value) : chinese.percent(value);
    if (kind === "limit" && !isRecord(value)) return chinese.money(value);
    if (!has(FIELDS, kind)) return TYPES[SCALARS[kind]].write(value);
    const found = recordOut(FIELDS[kind], value);
    if (kind === "subsidy" && !SIZES.some((name) => has(found, name))) Object.assign(found, { rate: OPEN, base: OPEN });
    if (kind === "subsidy" && has(found, "rate") && !has(found, "base")) found.base = OPEN;
    if (kind === "compensation" && !has(found, "rate") && !has(found, "rate_from")) found.rate = OPEN;
    if (kind === "rate_formula" && !has(found, "fixed") && !has(found, "tenor")) found.tenor = OPEN;
    if (kind === "range") for (const name of Object.keys(found)) if (found[name] === OPEN) delete found[name];
    return found;
  }

  function termsOut(value) {
    if (!isTermList("terms", value)) return [...value];
    const marks = ["exclusive", "open"].filter((mark) => value[mark]);
    return marks.length ? { list: [...value.list], ...Object.fromEntries(marks.map((mark) => [mark, "true"])) } : [...value.list];
  }

  function fail(path, message) {
    throw new Unreadable(path ? `${path}：${message}` : message);
  }

  function textOf(node, path) {
    return typeof node === "string" ? node : fail(path, "这里应是一个值");
  }

  function fieldIn(field, node, path) {
    const { type } = field;
    if (node === OPEN) return null;
    if (type === "record") return recordIn(field.fields, node, path);
    if (type === "records" || type === "events") {
      if (!Array.isArray(node)) fail(path, "应是列表");
      return node.map((one, place) => (type === "events" ? eventIn(one, `${path}[${place + 1}]`) : recordIn(field.fields, one, `${path}[${place + 1}]`)));
    }
    if (type === "parties") {
      if (!isRecord(node)) fail(path, "应是各方和比例");
      return Object.fromEntries(Object.entries(node).map(([party, share]) => [party, share === OPEN ? null : scalarIn("percent", share, path)]));
    }
    if (type === "terms" || type === "words") return Array.isArray(node) ? node.map((one) => textOf(one, path)) : fail(path, "应是列表");
    if (type === "cap") return /[0-9]/.test(textOf(node, path)) ? scalarIn("money", node, path) : node;
    if (type === "term") return field.list === "op" ? OPERATORS[textOf(node, path)] || fail(path, "不认识的比较") : textOf(node, path);
    return scalarIn(type, node, path);
  }

  function scalarIn(type, node, path) {
    try {
      return TYPES[type].read(textOf(node, path));
    } catch (error) {
      if (error instanceof Unreadable && !error.message.startsWith(path)) fail(path, error.message);
      throw error;
    }
  }

  function recordIn(fields, node, path) {
    if (!isRecord(node)) fail(path, "应是一组字段");
    const found = {};
    const open = [];
    for (const [name, child] of Object.entries(node)) {
      const field = fields.find((one) => one.name === name) || fail(`${path}.${name}`, "没有这个字段");
      const key = field.key || name;
      found[key] = fieldIn(field, child, `${path}.${name}`);
      if (found[key] === null) {
        if (NUMBERS.includes(field.type)) open.push(name);
        else found[key] = OPEN;
      }
    }
    if (open.length) found.unstated = open;
    return found;
  }

  function eventIn(node, path) {
    if (!isRecord(node) || Object.keys(node).length !== 1) fail(path, "每个情形只写一种");
    const [kind] = Object.keys(node);
    if (!EVENTS.includes(kind)) return { [kind]: isRecord(node[kind]) ? "" : textOf(node[kind], path) };
    const { after, ...rest } = recordIn(OVERDUE, node[kind], `${path}.${kind}`);
    delete rest.unstated;
    return { [kind]: isRecord(after) ? { ...after, ...rest } : { days: null, unstated: ["days"], ...rest } };
  }

  /** The published JSON of a written value; throws Unreadable with the place and what to write. */
  function fromWritten(kind, node, path) {
    if (kind === "terms") {
      if (Array.isArray(node)) return node.map((one) => textOf(one, path));
      if (!isRecord(node) || !Array.isArray(node.list)) fail(path, "应是列表");
      return { list: node.list.map((one) => textOf(one, path)), exclusive: node.exclusive === "true", open: node.open === "true" };
    }
    if (has(LISTS, kind)) {
      if (!Array.isArray(node)) fail(path, "应是列表");
      return node.map((one, place) => recordIn(LISTS[kind], one, `${path}[${place + 1}]`));
    }
    if (kind === "charge_or_share" && typeof node === "string") return scalarIn("percent", node, path);
    if (kind === "limit" && typeof node === "string") return scalarIn("money", node, path);
    if (kind === "charge_or_share") return recordIn(CHARGE, node, path);
    if (has(FIELDS, kind)) return recordIn(FIELDS[kind], node, path);
    return scalarIn(SCALARS[kind] || fail(path, "不认识的取值"), node, path);
  }

  const OF_EVENT = { OVERDUE, EVENTS };
  const resumptionOut = (value) => recordOut(RESUMPTION, value);

  /** A rule of resumption from its written form: every field, null where the file has none. */
  function resumptionIn(node, path) {
    const none = Object.fromEntries(RESUMPTION.map(({ name }) => [name, null]));
    return node === "undecided" ? none : { ...none, ...recordIn(RESUMPTION, node, path) };
  }

  Atlas.draftKinds = Object.freeze({ Unreadable, TYPES, FIELDS, LISTS, SCALARS, CHARGE, RESUMPTION, OF_EVENT, OPERATORS, SYMBOLS, toWritten, fromWritten, resumptionOut, resumptionIn });
})((globalThis.Atlas ??= {}));
