// Sets formulas by KaTeX. garden runs this itself when it reads a note. A browser runs it only on
// pages that were made where garden could not: there a formula is TeX, in an element `math-tex`.
// @ts-check
(() => {
  // @ts-ignore: KaTeX is loaded before this.
  const katex = globalThis.katex;
  const REFUSED = "not-a-colour"; // what KaTeX colours a command with that is not allowed
  const MOST = 10_000; // tokens that macros may make of one formula, or keep for the next ones
  const OPTIONS = {
    output: "htmlAndMathml",
    throwOnError: true,
    strict: "ignore",
    trust: false,
    errorColor: REFUSED,
    globalGroup: true, // what a formula defines, the next one may use
    maxSize: 50, // em
    maxExpand: 1000,
  };
  const NO_TEXT = /\p{Cs}|\p{Noncharacter_Code_Point}|[^\P{Cc}\t\n]/u; // `\\char` makes any number one
  const NOTHING = { tokens: [], numArgs: 1 };
  // What MathJax understands, and so the app, but KaTeX does not.
  const MACROS = {
    "\\newcommand": "\\@ifstar{\\garden@define}{\\garden@define}",
    "\\garden@define": "\\providecommand{#1}{}\\renewcommand{#1}",
    "\\DeclareMathOperator": "\\@ifstar{\\garden@limits}{\\garden@operator}",
    "\\garden@operator": "\\newcommand{#1}{\\operatorname{#2}}",
    "\\garden@limits": "\\newcommand{#1}{\\operatorname*{#2}}",
    "\\require": NOTHING,
    "\\label": NOTHING,
  };
  for (const [name, macro] of Object.entries(MACROS)) katex.__defineMacro(name, macro);

  /** @typedef {{text: string}} Token */
  /** @typedef {{tokens: Token[], numArgs: number}} Macro */

  /** @type {object} */
  let token = {}; // what all tokens have in common
  let made = 0; // tokens, by the macros of this formula
  limitMacros();

  /** Macros multiply: `\def\a#1{#1#1…}` makes millions of tokens in a few steps. So they count. */
  function limitMacros() {
    /** @type {any} */
    let expander;
    katex.__defineMacro("\\garden@probe", (/** @type {any} */ context) => {
      expander = Object.getPrototypeOf(context);
      token = Object.getPrototypeOf(context.future());
      return "";
    });
    katex.renderToString("\\garden@probe x");
    const { _getExpansion, consumeArgs } = expander;
    let places = 0; // in the macro being expanded, for its arguments
    expander._getExpansion = function (/** @type {string} */ name) {
      const found = _getExpansion.call(this, name);
      const tokens = found?.tokens ?? [];
      places = tokens.filter((/** @type {Token} */ { text }) => text === "#").length;
      count(tokens.length);
      return found;
    };
    expander.consumeArgs = function (/** @type {number} */ number, /** @type {any} */ delimiters) {
      const own = places;
      const args = consumeArgs.call(this, number, delimiters);
      const most = Math.max(0, ...args.map((/** @type {Token[]} */ arg) => arg.length));
      count(own * most);
      return args;
    };
  }

  /** @param {number} tokens */
  function count(tokens) {
    made += tokens;
    if (made > MOST) throw new katex.ParseError("its macros make it too long");
  }

  /** A formula as HTML; what it defines is added to the macros. Throws `katex.ParseError`.
   * @param {string} tex
   * @param {boolean} displayMode
   * @param {Record<string, Macro>} macros
   * @returns {string} */
  function formula(tex, displayMode, macros) {
    made = 0;
    const set = katex.renderToString(tex, { ...OPTIONS, displayMode, macros });
    const html = set
      .replaceAll('<mtd width="50%">', "<mtd>") // which is no MathML any more
      .replace(/height:-[\d.]+em;/g, "") // which browsers pass over
      .replaceAll(' style=""', "");
    const refused = html.match(`"${REFUSED}"><mtext>([^<]*)`);
    if (refused) throw new katex.ParseError(`${refused[1]} is not allowed in a note`);
    if (NO_TEXT.test(html)) throw new katex.ParseError("it has a character that is no text");
    return html;
  }

  /** The same for garden: as text, with what is wrong, with the macros as text too.
   * @param {string} tex
   * @param {boolean} isDisplay
   * @param {string} before the macros of the formulas before it
   * @returns {string} */
  function answer(tex, isDisplay, before) {
    const said = result(tex, isDisplay, before);
    return JSON.stringify({ ...said, made: Math.min(made, MOST) });
  }

  /** @param {string} tex
   * @param {boolean} isDisplay
   * @param {string} before */
  function result(tex, isDisplay, before) {
    const macros = before ? JSON.parse(before) : {};
    for (const macro of Object.values(macros)) {
      for (const one of macro.tokens ?? []) Object.setPrototypeOf(one, token);
    }
    try {
      const html = formula(tex, isDisplay, macros);
      const after = Object.keys(macros).length ? JSON.stringify(macros, withoutPlaces) : "";
      if (after.length > 10 * MOST) throw new katex.ParseError("it defines too many macros");
      return { html, macros: after };
    } catch (error) {
      if (!(error instanceof katex.ParseError)) throw error;
      return { error: error.rawMessage, ...placeOf(error, tex) };
    }
  }

  /** Where a macro was defined is in no formula but its own.
   * @param {string} key
   * @param {unknown} value */
  function withoutPlaces(key, value) {
    return key === "loc" ? undefined : value;
  }

  /** Where an error is, in characters, if it is in this formula and not in the text of a macro.
   * @param {{message: string, position?: number, length?: number}} error
   * @param {string} tex */
  function placeOf({ message, position, length = 0 }, tex) {
    if (position === undefined) return {};
    const near = tex.slice(Math.max(0, position - 15), position + length + 15);
    if (!message.replaceAll("\u0332", "").includes(near)) return {};
    return {
      start: [...tex.slice(0, position)].length,
      length: [...tex.slice(position, position + length)].length,
    };
  }

  function setAll() {
    const macros = {};
    for (const element of document.querySelectorAll(".math-tex")) {
      try {
        const isDisplay = element.classList.contains("math-display");
        element.innerHTML = formula(element.textContent ?? "", isDisplay, macros);
      } catch (error) {
        element.classList.add("math-error");
        element.setAttribute("title", String(error));
      }
      element.classList.remove("math-tex");
    }
  }

  if (typeof document === "undefined") {
    Object.assign(globalThis, { answer });
  } else {
    setAll();
    document.addEventListener("garden:renewed", setAll); // by the preview
  }
})();
