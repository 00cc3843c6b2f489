/* A response as canonical JSON, byte for byte as generator/costs/writing.py. */
(function (Atlas) {
  "use strict";
  const { Rate } = Atlas.costs.decimals;

  /** A response as one line of JSON with LF; throws for a value that has no place in one. */
  const write = (response) => written(response) + "\n";

  function written(value) {
    if (typeof value === "string" || typeof value === "boolean" || value === null) return JSON.stringify(value);
    if (Number.isSafeInteger(value) || value instanceof Rate) return String(value);
    if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
    if (typeof value !== "object") throw new TypeError(`${typeof value} has no place in a response`);
    return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${written(item)}`).join(",")}}`;
  }

  Atlas.costs.write = write;
})((globalThis.Atlas = globalThis.Atlas || {}));
