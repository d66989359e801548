/** Index of the greatest value, of the first if several are equal. */
export const greatestIndex = (values: readonly number[]): number => values.indexOf(Math.max(...values));
