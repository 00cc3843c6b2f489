/* Zip archives without compression, for files that are themselves zip archives (.xlsx, .docx): same entries, same bytes. */
(function (Atlas) {
  "use strict";

  const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
  /** Names are UTF-8 (bit 11 of the flags). */
  const FLAGS = 0x0800;
  /** No clock: every entry is of 1980-01-01, the first day that the format knows. */
  const DATE = 0x0021;

  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });

  /** The CRC-32 of ISO 3309. */
  function crc32(bytes) {
    let value = ~0;
    for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
    return ~value >>> 0;
  }

  /** Little-endian fields: [bytes, value]. */
  function packed(...fields) {
    const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of fields) {
      if (size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += size;
    }
    return new Uint8Array(view.buffer);
  }

  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /**
   * An archive of stored entries, in their order.
   * @param {[string, string | Uint8Array][]} entries  name and content; text is written as UTF-8
   * @returns {Uint8Array}
   */
  function stored(entries) {
    const utf8 = new TextEncoder();
    const files = [], directory = [];
    let offset = 0;
    for (const [name, content] of entries) {
      const title = utf8.encode(name);
      const data = typeof content === "string" ? utf8.encode(content) : content;
      const shared = [
        [2, 20], [2, FLAGS], [2, 0], [2, 0], [2, DATE], [4, crc32(data)], [4, data.length], [4, data.length], [2, title.length], [2, 0],
      ];
      const head = packed([4, LOCAL], ...shared);
      files.push(head, title, data);
      directory.push(packed([4, CENTRAL], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), title);
      offset += head.length + title.length + data.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const end = packed([4, END], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, size], [4, offset], [2, 0]);
    return joined([...files, ...directory, end]);
  }

  Atlas.zip = Object.freeze({ crc32, stored });
})((globalThis.Atlas ??= {}));
