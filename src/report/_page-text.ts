/** Text as HTML's text or attribute value. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The marks that captions share with Plotly's text, each with its end: one without would reach into what follows. */
const MARKED = /&#60;(sub|sup|b|i)&#62;(.*?)&#60;\/\1&#62;/gs;

/** A number and its sign stay on one line. */
const PERCENT = /(?<=\d) %/g;

/** Text as HTML, in which `<sub>`, `<sup>`, `<b>` and `<i>` keep their meaning and nothing else has one. */
export function prose(text: string): string {
  return marked(escaped(text)).replace(PERCENT, "\u202f%");
}

function marked(html: string): string {
  return html.replace(MARKED, (_, mark: string, within: string) => `<${mark}>${marked(within)}</${mark}>`);
}

/** Text without these marks, as an attribute's value. */
export function plain(text: string): string {
  return escaped(text.replace(/<\/?(?:sub|sup|b|i)>/g, ""));
}

/** An epoch for reading: 9 500, with narrow no-break spaces. */
export function grouped(epoch: number): string {
  return String(epoch).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
