/* Small helpers of the comparison page: elements from plain values, evidence scripts, files to save. Text is only ever text. */
(function (Atlas) {
  "use strict";

  /**
   * An element with attributes and children; a child that is a string becomes text, one that is falsy is left out.
   * @param {string} tag  `span.cell__when` gives the class too
   * @param {Record<string, string | boolean | null>} [attributes]
   * @param {...(Node | string | null | false)} children
   */
  function el(tag, attributes = {}, ...children) {
    const [name, ...classes] = tag.split(".");
    const made = document.createElement(name);
    if (classes.length) made.className = classes.join(" ");
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) made.setAttribute(key, "");
      else if (value !== null && value !== false) made.setAttribute(key, value);
    }
    made.append(...children.filter(Boolean));
    return made;
  }

  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

  /** An address only if it leads to the web. */
  const webAddress = (url) => (/^https?:\/\/[^/]+\./.test(url) ? url : "");

  // --- evidence ---

  const loading = new Map();

  /**
   * The evidence of a scheme of the catalogue; its script is loaded when it is first asked for.
   * @param {string} root  from the page to the top of the site
   * @param {string} id
   * @returns {Promise<any>}
   */
  function evidence(root, id) {
    if (!loading.has(id)) {
      loading.set(id, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${root}assets/data/evidence/${encodeURIComponent(id)}.js`;
        script.addEventListener("load", () => resolve(globalThis.atlasEvidence[id]));
        script.addEventListener("error", () => {
          loading.delete(id);
          script.remove();
          reject(new Error(id));
        });
        document.head.append(script);
      }));
    }
    return loading.get(id);
  }

  /** Those already here, by id. */
  function known(ids) {
    const here = globalThis.atlasEvidence || {};
    return new Map(ids.filter((id) => Object.hasOwn(here, id)).map((id) => [id, here[id]]));
  }

  // --- taking away ---

  /** Offer bytes or text to be saved under a name. */
  function save(name, content, type) {
    const link = el("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  /** Put a text on the clipboard; false where the browser does not let us. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = el("textarea", { readonly: true, "aria-hidden": "true", class: "hidden-words" });
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  Atlas.compare.dom = Object.freeze({ el, byId, webAddress, evidence, known, save, copy });
})((globalThis.Atlas ??= {}));
