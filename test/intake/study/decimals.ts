const LONGEST = 16;

/** A decimal string of at most 16 characters (PS3.5 6.2), as exact as they allow. */
export const decimal = (value: number): string => {
  const plain = value + 0; // no negative zero
  for (let digits = 16; digits > 0; digits--) {
    const text = String(Number(plain.toPrecision(digits)));
    if (text.length <= LONGEST) return text;
  }
  throw new Error(`${value} has no decimal string`);
};

export const decimals = (values: readonly number[]): readonly string[] => values.map(decimal);
