/** What a spreadsheet would compute instead of show. */
const FORMULA = /^[=+\-@\t\r]/;
const DEFUSED = /^'(?=[=+\-@\t\r])/;

/** A text that a spreadsheet shows as it is: one that begins like a formula gets an apostrophe in front. Numbers stay numbers. */
export const defusedCell = <C>(cell: C): C | string =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;

/** The text before it was defused. */
export const plainCell = (text: string): string => text.replace(DEFUSED, '');
