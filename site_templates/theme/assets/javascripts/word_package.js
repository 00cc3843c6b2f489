/* A tree to the bytes of a .docx: its parts, how they are related, and the archive around them. Mirror of
   generator/word/docx.py. The archive is stored, with one fixed date and order, so the bytes are always the same. */
(function (Atlas) {
  "use strict";
  const { BodyWriter, DECLARATION, RELATIONSHIPS, escaped } = Atlas.word;
  const { layOut, words } = Atlas.documents;

  const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  const TYPES = "application/vnd.openxmlformats-";
  const CREATOR = "小额贷款保证保险政策图谱";
  const PLACES = [
    ["styles.xml", "word/styles.xml", "styles"],
    ["numbering.xml", "word/numbering.xml", "numbering"],
    ["settings.xml", "word/settings.xml", "settings"],
    ["fontTable.xml", "word/fontTable.xml", "fontTable"],
    ["footer_odd.xml", "word/footer1.xml", "footer"],
    ["footer_even.xml", "word/footer2.xml", "footer"],
  ];

  function contentTypes(documents) {
    const overrides = documents.map(
      ([place, kind]) => `<Override PartName="/${place}" ContentType="${TYPES}${kind}+xml"/>`,
    );
    return (
      `${DECLARATION}<Types xmlns="${PACKAGE}content-types">` +
      `<Default Extension="rels" ContentType="${TYPES}package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>${overrides.join("")}</Types>`
    );
  }

  const relationships = (entries) =>
    `${DECLARATION}<Relationships xmlns="${PACKAGE}relationships">${entries
      .map(([type, place], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${place}"/>`)
      .join("")}</Relationships>`;

  function core(title, notice, date) {
    const moment = `xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:`;
    return (
      `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}metadata/core-properties" ` +
      'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<dc:title>${escaped(title)}</dc:title><dc:creator>${CREATOR}</dc:creator>` +
      `<dc:description>${escaped(notice)}</dc:description><dc:language>zh-CN</dc:language>` +
      `<dcterms:created ${moment}created><dcterms:modified ${moment}modified></cp:coreProperties>`
    );
  }

  /**
   * The bytes of the file; throws BadDocument.
   * @param {object} tree
   * @param {{files: Record<string, string>, css: string}} parts
   * @returns {Uint8Array}
   */
  function docx(tree, parts) {
    const layout = layOut(tree);
    const body = new BodyWriter(layout);
    const title = layout.sections[0].title.map(words).join("");
    const documents = [["word/document.xml", "officedocument.wordprocessingml.document.main"]];
    const related = PLACES.map(([, place, kind]) => [`${RELATIONSHIPS}/${kind}`, place.replace("word/", "")]);
    const made = [
      ["word/document.xml", body.document(parts.files["section.xml"])],
      ["docProps/core.xml", core(title, words(layout.notice), layout.date)],
    ];
    if (body.comments.length) {
      documents.push(["word/comments.xml", "officedocument.wordprocessingml.comments"]);
      related.push([`${RELATIONSHIPS}/comments`, "comments.xml"]);
      made.push(["word/comments.xml", body.commentsXml()]);
    }
    documents.push(...PLACES.map(([, place, kind]) => [place, `officedocument.wordprocessingml.${kind}`]));
    documents.push(["docProps/core.xml", "package.core-properties"]);
    const top = [
      [`${RELATIONSHIPS}/officeDocument`, "word/document.xml"],
      [`${PACKAGE}relationships/metadata/core-properties`, "docProps/core.xml"],
    ];
    return Atlas.zip.stored([
      ["[Content_Types].xml", contentTypes(documents)],
      ["_rels/.rels", relationships(top)],
      ["word/_rels/document.xml.rels", relationships(related)],
      ...made,
      ...PLACES.map(([name, place]) => [
        place, name === "numbering.xml" ? body.numbering(parts.files[name]) : parts.files[name],
      ]),
    ]);
  }

  Object.assign(Atlas.word, { docx });
})((globalThis.Atlas ??= {}));
