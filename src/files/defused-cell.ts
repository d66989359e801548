/** Prefixes that a spreadsheet evaluates as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const DEFUSED = /^'(?=[=+\-@\t\r])/;

/** Puts an apostrophe before a text that a spreadsheet would evaluate. Numbers stay numbers. */
export const defusedCell = <C>(cell: C): C | string =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;

/** The text before escaping. */
export const plainCell = (text: string): string => text.replace(DEFUSED, '');
