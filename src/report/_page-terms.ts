import type { Term } from "../glossary/_term.ts";
import * as glossary from "../glossary/index.ts";
import { prose } from "./_page-text.ts";

/** The terms that a page explains, and those that its texts have named so far. */
export interface PageTerms {
  /**
   * Text as HTML, as `prose` makes it, in which the first time that a term of the glossary is named it leads to its
   * definition. Every call of `within` begins anew, as a section does.
   */
  within(): (text: string) => string;
  /** Those that were named, by title. */
  named(): readonly Term[];
}

/** States are what a run does now: as words of a report they are of phases, or no terms at all. */
const TERMS = Object.values<Term>(glossary).filter(({ group }) => group !== "states");

/** Shorter words are symbols, which mean something else in every other caption. */
const MIN_LETTERS = 4;

/** Each term by the words that name it, in small letters. */
const BY_WORD: ReadonlyMap<string, Term> = new Map(
  TERMS.flatMap((term) =>
    [...(term.also ?? []), term.title]
      .filter((word) => word.length >= MIN_LETTERS)
      .map((word) => [word.toLowerCase(), term] as const),
  ),
);

/** Those words as they stand alone, the longest first. */
const NAMES = new RegExp(
  `(?<![\\p{L}\\p{N}_-])(?:${[...BY_WORD.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("|")})(?![\\p{L}\\p{N}_-])`,
  "giu",
);

/** An element or an entity, which hold no words of the text. */
const MARKUP = /(<[^>]*>|&#\d+;)/;

export function pageTerms(): PageTerms {
  const named = new Set<Term>();
  return {
    within: () => {
      const seen = new Set<Term>();
      return (text) =>
        prose(text)
          .split(MARKUP)
          .map((part) =>
            MARKUP.test(part)
              ? part
              : part.replace(NAMES, (word) => {
                  const term = BY_WORD.get(word.toLowerCase());
                  if (term === undefined || seen.has(term)) return word;
                  seen.add(term);
                  named.add(term);
                  return `<a class="term" href="#${idOf(term)}">${word}</a>`;
                }),
          )
          .join("");
    },
    named: () => [...named].toSorted((a, b) => a.title.localeCompare(b.title, "en")),
  };
}

/** The definitions of terms, each where the marks of `pageTerms` lead. */
export function termsHtml(terms: readonly Term[]): string {
  const each = terms.map(
    (term) =>
      `<dt id="${idOf(term)}">${prose(term.title)}</dt><dd><p>${prose(term.what)}</p><p class="soft">${prose(term.reading)}</p></dd>`,
  );
  return each.length === 0 ? "" : `<dl>${each.join("")}</dl>`;
}

function idOf({ name }: Term): string {
  return `term-${name}`;
}
