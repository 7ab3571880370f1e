/** The text that a cell of our CSV stands for: without the mark before what a spreadsheet would compute, and with its signs as they were. */
export function textOfCell(cell: string): string {
  const unmarked = /^'+[=+\-@\n＝＋－＠]|^'+\\u000[9d]/.test(cell) ? cell.slice(1) : cell;
  return unmarked.replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
