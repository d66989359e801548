const MAX_DECIMAL = 16;

/** The nearest decimal string (DS) of at most 16 characters. */
export const decimalString = (value: number): string => {
  for (let digits = 17; digits > 1; digits--) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= MAX_DECIMAL) return text;
  }
  return value.toPrecision(1);
};
