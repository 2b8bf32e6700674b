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
  // What MathJax understands, and so the app, but KaTeX does not: as TeX, where that is the same.
  const MACROS = {
    "\\DeclareMathOperator": "\\@ifstar{\\garden@limits}{\\garden@operator}",
    "\\garden@operator": "\\newcommand{#1}{\\operatorname{#2}}",
    "\\garden@limits": "\\newcommand{#1}{\\operatorname*{#2}}",
    "\\require": NOTHING,
    "\\label": NOTHING,
    "\\mbox": "\\hbox{#1}",
    "\\framebox": "\\fbox{#1}",
    "\\strut": "\\rule[-0.3em]{0em}{1.16em}",
    "\\mspace": "\\mkern{#1}",
    "\\Tiny": "\\sixptsize",
    "\\class": "{\\garden@second{#1}{#2}}", // without a style sheet they are nothing
    "\\cssId": "{\\garden@second{#1}{#2}}",
    "\\garden@second": "\\@secondoftwo{#1}{#2}",
    "\\cases": "\\begin{cases}#1\\end{cases}",
    "\\matrix": "\\begin{matrix}#1\\end{matrix}",
    "\\pmatrix": "\\begin{pmatrix}#1\\end{pmatrix}",
    "\\eqalign": "\\begin{aligned}#1\\end{aligned}",
    "\\displaylines": "\\begin{gathered}#1\\end{gathered}",
    "\\prescript": "{\\vphantom{#3}}^{#1}_{#2}{#3}",
    "\\overunderset": "\\overset{#1}{\\underset{#2}{#3}}",
    "\\underoverset": "\\underset{#1}{\\overset{#2}{#3}}",
    "\\iiiint": "\\mathop{\\iint\\mkern-8mu\\iint}\\nolimits",
    "\\idotsint": "\\mathop{\\int\\cdots\\int}\\nolimits",
    "\\arrowvert": "\\vert",
    "\\Arrowvert": "\\Vert",
    "\\mathup": "\\mathrm{#1}",
    "\\mathbfup": "\\mathbf{#1}",
    "\\symup": "\\mathrm{#1}",
    "\\symrm": "\\mathrm{#1}",
    "\\symbf": "\\mathbf{#1}",
    "\\symit": "\\mathit{#1}",
    "\\symsf": "\\mathsf{#1}",
    "\\symtt": "\\mathtt{#1}",
    "\\symbb": "\\mathbb{#1}",
    "\\symcal": "\\mathcal{#1}",
    "\\symscr": "\\mathscr{#1}",
    "\\symfrak": "\\mathfrak{#1}",
    "\\celsius": "{{}^\\circ\\mathrm{C}}",
    "\\ohm": "\\Omega",
    "\\micro": "\\text{µ}",
  };
  // Macros whose arguments end with a word instead of a bracket
  const DELIMITED =
    "\\gdef\\root#1\\of#2{\\sqrt[#1]{#2}}\\gdef\\buildrel#1\\over#2{\\stackrel{#1}{#2}}";
  // Rows that MathJax sets without numbers, as the app has it, and those that stand in a line
  const ROWS = { equation: "equation*", align: "align*", gather: "gather*", alignat: "alignat*" };
  const IN_LINE = {
    equation: "gathered",
    "equation*": "gathered",
    align: "aligned",
    "align*": "aligned",
    gather: "gathered",
    "gather*": "gathered",
    alignat: "alignedat",
    "alignat*": "alignedat",
    split: "aligned",
  };
  const COLUMNS = { eqnarray: "{rcl}", "eqnarray*": "{rcl}" }; // of the rows of an equation
  for (const [name, macro] of Object.entries(MACROS)) katex.__defineMacro(name, macro);

  /** @typedef {{text: string}} Token */
  /** @typedef {{tokens: Token[], numArgs: number}} Macro */
  /** @typedef {{future: () => Token, consumeSpaces: () => void, consumeArg: () => {tokens: Token[]},
   *   consumeArgs: (count: number, delimiters: string[][]) => Token[][]}} Context */

  /** @type {object} */
  let token = {}; // what all tokens have in common
  let made = 0; // tokens, by the macros of this formula
  let isInLine = false; // likewise, whether this formula stands in a line of text
  limitMacros();
  defineDelimited();
  katex.__defineMacro("\\begin", environment("\\begin"));
  katex.__defineMacro("\\end", environment("\\end"));
  katex.__defineMacro("\\unicode", character);
  katex.__defineMacro("\\garden@define", definition);
  for (const name of ["\\newcommand", "\\renewcommand"])
    katex.__defineMacro(name, "\\@ifstar{\\garden@define}{\\garden@define}");

  function defineDelimited() {
    /** @type {Record<string, Macro>} */
    const macros = {};
    katex.renderToString(DELIMITED, { macros });
    for (const [name, macro] of Object.entries(macros)) katex.__defineMacro(name, macro);
  }

  /** @param {Token[]} reversed as KaTeX has them */
  function texOf(reversed) {
    const texts = reversed.map(({ text }) => (/^\\[a-zA-Z@]+$/.test(text) ? `${text} ` : text));
    return texts.reverse().join("");
  }

  /** What takes the place of a macro, of which nothing is an argument.
   * @param {string} tex
   * @returns {Macro} */
  function expansion(tex) {
    const texts = [...tex.matchAll(/(\\[a-zA-Z@]+)\s*|\\?[^]/gu)].map(([all, word]) => word ?? all);
    const tokens = texts.map((text) => Object.assign(Object.create(token), { text }));
    return { tokens: tokens.reverse(), numArgs: 0 };
  }

  /** What stands next in square brackets, if something does.
   * @param {Context} context
   * @returns {string | undefined} */
  function option(context) {
    context.consumeSpaces();
    if (context.future().text !== "[") return undefined;
    return texOf(context.consumeArgs(1, [["["], ["]"]])[0]);
  }

  /** `\\begin` and `\\end` of an environment, by the name that KaTeX has for it.
   * @param {string} command */
  function environment(command) {
    return (/** @type {Context} */ context) => {
      const name = texOf(context.consumeArg().tokens);
      const known = (isInLine && IN_LINE[name]) || ROWS[name] || (COLUMNS[name] && "darray") || name;
      const columns = command === "\\begin" ? (COLUMNS[name] ?? "") : "";
      const found = expansion(`${command}{${known}}${columns}`);
      Object.assign(found.tokens.at(-1) ?? {}, { noexpand: true }); // or it were expanded again
      return found;
    };
  }

  /** A character by its number, as `\\unicode{x41}` and `\\unicode{65}` have it.
   * @param {Context} context */
  function character(context) {
    const [, hex, decimal] = texOf(context.consumeArg().tokens).match(/^\s*(?:x([0-9a-f]+)|(\d+))\s*$/i) ?? [];
    if (!hex && !decimal) throw new katex.ParseError("\\unicode needs a number, such as x2135");
    return `\\text{\\char${hex ? `"${hex.toUpperCase()}` : decimal}}`;
  }

  /** What `\\newcommand` defines; a command whose first argument may be left out is two.
   * @param {Context} context */
  function definition(context) {
    const name = texOf(context.consumeArg().tokens).trim();
    const count = option(context);
    const first = count === undefined ? undefined : option(context);
    const more = count === undefined ? "" : `[${count}]`;
    if (first === undefined) return `\\providecommand{${name}}{}\\garden@redefine{${name}}${more}`;
    const inner = `\\garden@of@${[...name].map((sign) => sign.codePointAt(0)?.toString(36)).join("@")}`;
    const letters = inner.replace(/\d/g, (digit) => "ABCDEFGHIJ"[Number(digit)]);
    const others = Array.from({ length: Number(count) - 1 }, (_, i) => `#${i + 2}`).join("");
    const omitted = `{${letters}}{${letters}[{${first}}]}`;
    return expansion(`\\def${name}{\\@ifnextchar[${omitted}}\\def${letters}[#1]${others}`);
  }

  /** Macros multiply: `\def\a#1{#1#1…}` makes millions of tokens in a few steps. So they count. */
  function limitMacros() {
    /** @type {any} */
    let expander;
    katex.__defineMacro("\\garden@probe", (/** @type {any} */ context) => {
      expander = Object.getPrototypeOf(context);
      token = Object.getPrototypeOf(context.future());
      katex.__defineMacro("\\garden@redefine", context.macros.get("\\renewcommand"));
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
    isInLine = !displayMode;
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
