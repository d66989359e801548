const SIDE = 8;

/** `BASIS[x * 8 + u]`: contribution of frequency u at position x. */
const BASIS = Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [x, u] = [Math.floor(i / SIDE), i % SIDE];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE));
});

const rowsDone = new Float64Array(SIDE * SIDE);

/** The inverse cosine transform of a block of 8 x 8, rows first (ISO 10918-1, A.3.3), in double precision. */
export const inverseDct = (coefficients: Float64Array, block: Float64Array): void => {
  for (let v = 0; v < SIDE; v++)
    for (let x = 0; x < SIDE; x++) {
      let sum = 0;
      for (let u = 0; u < SIDE; u++) sum += BASIS[x * SIDE + u]! * coefficients[v * SIDE + u]!;
      rowsDone[v * SIDE + x] = sum;
    }
  for (let x = 0; x < SIDE; x++)
    for (let y = 0; y < SIDE; y++) {
      let sum = 0;
      for (let v = 0; v < SIDE; v++) sum += BASIS[y * SIDE + v]! * rowsDone[v * SIDE + x]!;
      block[y * SIDE + x] = sum;
    }
};
