/** What LaTeX reads as more than itself, and how it is written to be read as itself. */
const SPECIAL: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  _: "\\_",
  "%": "\\%",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "`": "\\textasciigrave{}",
  '"': "\\textquotedblright{}",
  "\u00a0": "~",
  "\u2009": "\\,",
  "\u202f": "\\,",
  "°": "\\textdegree{}",
  "·": "\\textperiodcentered{}",
  "…": "\\dots{}",
  "–": "--",
  "—": "---",
  "‘": "`",
  "’": "'",
  "“": "``",
  "”": "''",
  "½": "\\textonehalf{}",
  "▶": "\\ensuremath{\\triangleright}",
  "›": "\\ensuremath{\\rangle}",
  "‹": "\\ensuremath{\\langle}",
};

/** Signs that stand in mathematics, in the mathematical font of the document. */
const SIGNS: Readonly<Record<string, string>> = {
  "−": "-",
  "±": "\\pm",
  "∓": "\\mp",
  "×": "\\times",
  "∘": "\\circ",
  "√": "\\surd",
  "‖": "\\Vert",
  "∥": "\\parallel",
  "≤": "\\le",
  "≥": "\\ge",
  "≠": "\\ne",
  "≈": "\\approx",
  "≡": "\\equiv",
  "∝": "\\propto",
  "∈": "\\in",
  "∞": "\\infty",
  "∂": "\\partial",
  "∇": "\\nabla",
  "●": "\\bullet",
  "△": "\\triangle",
  "▲": "\\bigtriangleup",
  "▼": "\\bigtriangledown",
  "→": "\\to",
  "←": "\\leftarrow",
  "↑": "\\uparrow",
  "↓": "\\downarrow",
  "▾": "\\bigtriangledown",
  "↦": "\\mapsto",
  "⟨": "\\langle",
  "⟩": "\\rangle",
  "⌊": "\\lfloor",
  "⌋": "\\rfloor",
  ℓ: "\\ell",
};

/** Greek letters that have a name in LaTeX; others look like Latin ones. */
const GREEK: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "varepsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ι: "iota",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  υ: "upsilon",
  φ: "varphi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  Γ: "Gamma",
  Δ: "Delta",
  Θ: "Theta",
  Λ: "Lambda",
  Ξ: "Xi",
  Π: "Pi",
  Σ: "Sigma",
  Φ: "Phi",
  Ψ: "Psi",
  Ω: "Omega",
};

/** Raised and lowered digits and letters that are signs of their own. */
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀᵗⁱ";
const RAISED_AS = [..."0123456789", "\\ensuremath{-}", "+", "T", "t", "i"];
const LOWERED = "₀₁₂₃₄₅₆₇₈₉₋ᵢ";
const LOWERED_AS = [..."0123456789", "\\ensuremath{-}", "i"];

/** A circumflex over the letter before it, alone or with the letter. */
const HAT = "\u0302";

/** Text as LaTeX's, in the fonts of the document: what it shows is what the text says. */
export function latexText(text: string): string {
  // Letters with a hat as letter and hat.
  const letters = Array.from(text.replace(/[ĉŵû]/g, (letter) => letter.normalize("NFD")));
  return letters
    .map((letter, i) => {
      if (letter === HAT) return "";
      // Two hyphens are no dash.
      if (letter === "-" && letters[i - 1] === "-") return "{}-";
      const written = latexLetter(letter);
      return letters[i + 1] === HAT ? `\\^{${written}}` : written;
    })
    .join("");
}

function latexLetter(letter: string): string {
  if (Object.hasOwn(SPECIAL, letter)) return SPECIAL[letter];
  if (Object.hasOwn(SIGNS, letter)) return `\\ensuremath{${SIGNS[letter]}}`;
  if (Object.hasOwn(GREEK, letter)) return `\\ensuremath{\\${GREEK[letter]}}`;
  if (RAISED.includes(letter)) return `\\textsuperscript{${RAISED_AS[RAISED.indexOf(letter)]}}`;
  if (LOWERED.includes(letter)) return `\\textsubscript{${LOWERED_AS[LOWERED.indexOf(letter)]}}`;
  return letter;
}
