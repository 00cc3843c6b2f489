/* Runs the syntax trees of the drafting templates; mirror of generator/drafting_templates/evaluate.py and filters.py.
   No parser and no code from text: a tree is data that was checked when the site was built. */
(function (Atlas) {
  "use strict";
  const forms = Atlas.chinese;
  const { Unwritable, whole } = forms;

  const DEEPEST = 40;

  /** A value that the template cannot use; the message is `file:line: reason`. */
  class TemplateFault extends Error {
    constructor(name, line, reason) {
      super(`${name}:${line}: ${reason}`);
      Object.assign(this, { template: name, line, reason });
    }
  }

  /** A name or a key that is not there. */
  class Undefined {
    constructor(name) {
      this.name = name;
    }
  }

  const has = (record, key) => Object.prototype.hasOwnProperty.call(record, key);
  const isRecord = (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Undefined);

  function present(value) {
    if (value instanceof Undefined) throw new Unwritable(`${value.name} 没有值`);
    return value;
  }

  function printed(value) {
    if (typeof value === "string") return value;
    const number = whole(value);
    if (number !== null) return String(number);
    present(value);
    throw new Unwritable("只能输出文字和整数，其他值要用过滤器写成文字");
  }

  function truthy(value) {
    present(value);
    if (Array.isArray(value)) return value.length > 0;
    return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value);
  }

  function lookUp(value, key) {
    present(value);
    if (typeof key === "string" && isRecord(value)) return has(value, key) ? value[key] : new Undefined(key);
    if (typeof key === "number" && Array.isArray(value)) {
      return key >= 0 && key < value.length ? value[key] : new Undefined(String(key));
    }
    return new Undefined(String(key));
  }

  function same(left, right) {
    if (Array.isArray(left) && Array.isArray(right)) {
      return left.length === right.length && left.every((entry, place) => same(entry, right[place]));
    }
    if (isRecord(left) && isRecord(right)) {
      const keys = Object.keys(left);
      return (
        keys.length === Object.keys(right).length && keys.every((key) => has(right, key) && same(left[key], right[key]))
      );
    }
    return left === right;
  }

  function listed(value) {
    if (!Array.isArray(value)) throw new Unwritable("不是列表");
    return value;
  }

  function text(value) {
    if (typeof value !== "string") throw new Unwritable("不是文字");
    return value;
  }

  function length(value) {
    if (typeof value === "string") return [...value].length;
    if (Array.isArray(value)) return value.length;
    if (!isRecord(value)) throw new Unwritable("没有长度");
    return Object.keys(value).length;
  }

  function upto(value, count) {
    const number = whole(count);
    if (number === null || number < 0) throw new Unwritable("不是个数");
    return listed(value).slice(0, number);
  }

  function join(value, separator) {
    const by = text(separator);
    return listed(value).map(printed).join(by);
  }

  function lastJoin(value, separator, last) {
    const parts = listed(value).map(printed);
    const head = parts.slice(0, -1).join(text(separator));
    return (head ? head + text(last) : "") + parts.slice(-1).join("");
  }

  function replace(value, old, fresh) {
    if (!text(old)) throw new Unwritable("不能替换空文字");
    return text(value).split(old).join(text(fresh));
  }

  function holds(entry, key, test, wanted) {
    const found = lookUp(entry, key);
    const absent = found instanceof Undefined;
    if (test === "defined") return !absent;
    if (test === "none") return found === null;
    if (test === "equalto") return !absent && same(found, wanted);
    return !absent && truthy(found);
  }

  const FILTERS = {
    money: forms.money,
    percent: forms.percent,
    percent_cn: forms.percentCn,
    tenths: forms.tenths,
    ratio: forms.ratio,
    number: forms.number,
    cn: forms.cn,
    duration: forms.duration,
    months: forms.months,
    date: forms.date,
    date_cn: forms.dateCn,
    basis_points: forms.basisPoints,
    times: forms.times,
    uplift: forms.uplift,
    join,
    last_join: lastJoin,
    length,
    first: (value) => lookUp(listed(value), 0),
    last: (value) => lookUp(listed(value), Math.max(0, listed(value).length - 1)),
    upto,
    replace,
    default: (value, other) => (value instanceof Undefined ? other : value),
    map: (value, key) => listed(value).map((entry) => lookUp(entry, key)),
    selectattr: (value, ...rule) => listed(value).filter((entry) => holds(entry, ...rule)),
    rejectattr: (value, ...rule) => listed(value).filter((entry) => !holds(entry, ...rule)),
  };

  function apply(name, value, given) {
    if (name !== "default") [value, ...given].forEach(present);
    return FILTERS[name](value, ...given);
  }

  function contained(part, container) {
    if (Array.isArray(container)) return container.some((entry) => same(part, entry));
    if (typeof part === "string" && typeof container === "string") return container.includes(part);
    if (typeof part === "string" && isRecord(container)) return has(container, part);
    throw new Unwritable("不能判断是否在其中");
  }

  const ORDER = {
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  };

  function compared(left, operator, right) {
    present(left);
    present(right);
    if (operator === "==" || operator === "!=") return same(left, right) === (operator === "==");
    if (operator === "in" || operator === "not in") return contained(left, right) === (operator === "in");
    const [first, second] = [whole(left), whole(right)];
    if (first === null || second === null) throw new Unwritable("只能比较整数的大小");
    return ORDER[operator](first, second);
  }

  /** Names that a body sees: its own, then those around it. */
  class Scope {
    constructor(own, around = null) {
      this.own = new Map(own);
      this.around = around;
    }
    find(name) {
      for (let scope = /** @type {Scope|null} */ (this); scope; scope = scope.around) {
        if (scope.own.has(name)) return scope.own.get(name);
      }
      return new Undefined(name);
    }
  }

  class Run {
    constructor(trees, escape) {
      this.trees = trees;
      this.escape = escape;
    }

    body(name, body, scope, depth) {
      if (depth > DEEPEST) throw new TemplateFault(name, 1, "模板套得太深");
      return body.map((statement) => this.statement(name, statement, scope, depth)).join("");
    }

    statement(name, [kind, ...parts], scope, depth) {
      if (kind === "text") return parts[0];
      const [line, ...rest] = parts;
      if (kind === "include") return this.body(rest[0], this.trees[rest[0]].body, new Scope([], scope), depth + 1);
      try {
        return this.compute(name, kind, rest, scope, depth);
      } catch (error) {
        if (error instanceof Unwritable) throw new TemplateFault(name, line, error.message);
        throw error;
      }
    }

    compute(name, kind, parts, scope, depth) {
      if (kind === "out") return this.putOut(parts[0], scope, depth);
      if (kind === "set") {
        scope.own.set(parts[0], this.value(parts[1], scope));
        return "";
      }
      if (kind === "for") return this.loop(name, parts, scope, depth);
      const chosen = parts[0].find(([test]) => truthy(this.value(test, scope)));
      return this.body(name, chosen ? chosen[1] : parts[1], scope, depth);
    }

    loop(name, [targets, iterated, condition, inner, otherwise], scope, depth) {
      const entries = present(this.value(iterated, scope));
      if (!Array.isArray(entries)) throw new Unwritable("只能逐个取列表里的值");
      let bound = entries.map((entry) => bind(targets, entry));
      if (condition !== null) bound = bound.filter((own) => truthy(this.value(condition, new Scope(own, scope))));
      if (!bound.length) return this.body(name, otherwise, scope, depth);
      const last = bound.length - 1;
      const texts = bound.map((own, index) => {
        const loop = { index: index + 1, index0: index, first: index === 0, last: index === last, length: last + 1 };
        return this.body(name, inner, new Scope([...own, ["loop", loop]], scope), depth);
      });
      return texts.join("");
    }

    putOut(expression, scope, depth) {
      const [kind, ...parts] = expression;
      if (kind === "either") {
        return this.putOut(truthy(this.value(parts[0], scope)) ? parts[1] : parts[2], scope, depth);
      }
      if (kind === "call") {
        const found = this.trees[parts[0]].macros[parts[1]];
        const own = parts[2].map((argument, place) => [found.args[place], this.value(argument, scope)]);
        return this.body(parts[0], found.body, new Scope(own), depth + 1);
      }
      return this.escape(printed(this.value(expression, scope)));
    }

    value([kind, ...parts], scope) {
      switch (kind) {
        case "const":
          return parts[0];
        case "name":
          return scope.find(parts[0]);
        case "get":
          return lookUp(this.value(parts[0], scope), parts[1]);
        case "filter": {
          const given = parts[2].map((argument) => this.value(argument, scope));
          return apply(parts[0], this.value(parts[1], scope), given);
        }
        case "test": {
          const found = this.value(parts[1], scope);
          if (parts[0] === "none") return found === null;
          return found instanceof Undefined === (parts[0] === "undefined");
        }
        case "and":
        case "or": {
          const left = this.value(parts[0], scope);
          return truthy(left) === (kind === "and") ? this.value(parts[1], scope) : left;
        }
        case "not":
          return !truthy(this.value(parts[0], scope));
        case "either":
          return this.value(truthy(this.value(parts[0], scope)) ? parts[1] : parts[2], scope);
        case "join":
          return parts[0].map((part) => printed(this.value(part, scope))).join("");
        case "list":
          return parts[0].map((part) => this.value(part, scope));
        default:
          return compared(this.value(parts[0], scope), parts[1], this.value(parts[2], scope));
      }
    }
  }

  function bind(targets, entry) {
    if (targets.length === 1) return [[targets[0], entry]];
    if (!Array.isArray(entry) || entry.length !== targets.length) {
      throw new Unwritable(`列表的每一项应有${targets.length}个值`);
    }
    return targets.map((target, place) => [target, entry[place]]);
  }

  /**
   * Templates that can be rendered by name.
   * @param {Record<string, {macros: object, imports: object, body: unknown[]}>} trees
   */
  function create(trees) {
    return Object.freeze({
      /** The text of the template; `escape` is applied to each value put out. */
      render(name, context, escape = (value) => value) {
        if (!has(trees, name)) throw new Error(`no template ${name}`);
        return new Run(trees, escape).body(name, trees[name].body, new Scope(Object.entries(context)), 1);
      },
    });
  }

  Atlas.templates = Object.freeze({ TemplateFault, create });
})((globalThis.Atlas ??= {}));
