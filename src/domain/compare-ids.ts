const collator = new Intl.Collator('en', { numeric: true });

/** Compares by character code. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Compares ids in natural order, `2` before `10`; ties such as `7` and `07` by character code. */
export const compareIds = (a: string, b: string): number => collator.compare(a, b) || compareText(a, b);
