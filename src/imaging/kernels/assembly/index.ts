// AssemblyScript: SIMD loops over pixels, four at a time. `npm run generate` compiles this file to ../kernels-wasm.ts.
// Sizes count elements; positions are byte addresses in the module's memory, which the caller lays out.

/** Elements of border padding at each end of a line, so that no tap needs clamping. */
const PAD: i32 = 2;

/** Pixel types, numbered as in ../../resample.ts. */
const INT8: i32 = 0;
const UINT8: i32 = 1;
const INT16: i32 = 2;
const UINT16: i32 = 3;

// @ts-ignore: decorator
@inline
function fourFloats<T>(from: usize): v128 {
  if (sizeof<T>() == 4) return v128.load(from);
  if (sizeof<T>() == 2) return f32x4.convert_i32x4_s(v128.load_ext<T>(from));
  return f32x4(<f32>load<T>(from), <f32>load<T>(from, 1), <f32>load<T>(from, 2), <f32>load<T>(from, 3));
}

/**
 * Converts four rows to float32, turned: the first element of each row, then the second of each, and so on, so that the sums along four rows are the
 * lanes of one vector.
 */
// @ts-ignore: decorator
@inline
function turnRowsOf<T>(a: usize, b: usize, c: usize, d: usize, count: i32, to: usize): void {
  let i: i32 = 0;
  for (; i + 4 <= count; i += 4) {
    const at = <usize>i * sizeof<T>();
    storeTurned(fourFloats<T>(a + at), fourFloats<T>(b + at), fourFloats<T>(c + at), fourFloats<T>(d + at), to + (<usize>i << 4), 16);
  }
  for (; i < count; i++) {
    const at = <usize>i * sizeof<T>();
    v128.store(to + (<usize>i << 4), f32x4(<f32>load<T>(a + at), <f32>load<T>(b + at), <f32>load<T>(c + at), <f32>load<T>(d + at)));
  }
}

/** Stores the first elements of four vectors as one, `stride` bytes behind it their second ones, and so on. */
// @ts-ignore: decorator
@inline
function storeTurned(a: v128, b: v128, c: v128, d: v128, to: usize, stride: usize): void {
  const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(ab01, cd01, 0, 2));
  v128.store(to + stride, v128.shuffle<i64>(ab01, cd01, 1, 3));
  v128.store(to + 2 * stride, v128.shuffle<i64>(ab23, cd23, 0, 2));
  v128.store(to + 3 * stride, v128.shuffle<i64>(ab23, cd23, 1, 3));
}

function turnRows(kind: i32, a: usize, b: usize, c: usize, d: usize, count: i32, to: usize): void {
  if (kind == INT16) turnRowsOf<i16>(a, b, c, d, count, to);
  else if (kind == UINT16) turnRowsOf<u16>(a, b, c, d, count, to);
  else if (kind == UINT8) turnRowsOf<u8>(a, b, c, d, count, to);
  else if (kind == INT8) turnRowsOf<i8>(a, b, c, d, count, to);
  else turnRowsOf<f32>(a, b, c, d, count, to);
}

function bytesOf(kind: i32): usize {
  return kind <= UINT8 ? 1 : kind <= UINT16 ? 2 : 4;
}

/** Replicates the first and the last vector of a line beyond its ends. */
function extendBorder(line: usize, count: i32): void {
  const first = v128.load(line + (PAD << 4));
  const end = line + ((<usize>count + PAD) << 4);
  const last = v128.load(end - 16);
  for (let i: usize = 0; i < <usize>PAD; i++) {
    v128.store(line + (i << 4), first);
    v128.store(end + (i << 4), last);
  }
}

/** Sums over the taps of output `d`, along four turned rows at once. */
// @ts-ignore: decorator
@inline
function tapSums(line: usize, first: usize, weights: usize, d: i32): v128 {
  const from = line + (<usize>(load<i32>(first + (<usize>d << 2)) + PAD) << 4);
  const w = v128.load(weights + (<usize>d << 4));
  const tap0 = f32x4.mul(v128.load(from), v128.shuffle<f32>(w, w, 0, 0, 0, 0));
  const tap1 = f32x4.mul(v128.load(from, 16), v128.shuffle<f32>(w, w, 1, 1, 1, 1));
  const tap2 = f32x4.mul(v128.load(from, 32), v128.shuffle<f32>(w, w, 2, 2, 2, 2));
  const tap3 = f32x4.mul(v128.load(from, 48), v128.shuffle<f32>(w, w, 3, 3, 3, 3));
  return f32x4.add(f32x4.add(f32x4.add(tap0, tap1), tap2), tap3);
}

/** Resamples four turned rows to `out`, where they lie one behind the other again, `fours` elements each. */
function resampleRows(line: usize, first: usize, weights: usize, out: usize, fours: i32): void {
  const stride = <usize>fours << 2;
  for (let d: i32 = 0; d < fours; d += 4) {
    const a = tapSums(line, first, weights, d);
    const b = tapSums(line, first, weights, d + 1);
    const c = tapSums(line, first, weights, d + 2);
    const e = tapSums(line, first, weights, d + 3);
    storeTurned(a, b, c, e, out + (<usize>d << 2), stride);
  }
}

function blendRows(a: usize, b: usize, c: usize, d: usize, weights: usize, out: usize, columns: i32): void {
  const wa = load<f32>(weights);
  const wb = load<f32>(weights, 4);
  const wc = load<f32>(weights, 8);
  const wd = load<f32>(weights, 12);
  const va = f32x4.splat(wa);
  const vb = f32x4.splat(wb);
  const vc = f32x4.splat(wc);
  const vd = f32x4.splat(wd);
  const end = <usize>columns << 2;
  let x: usize = 0;
  for (; x + 16 <= end; x += 16) {
    const upper = f32x4.add(f32x4.mul(v128.load(a + x), va), f32x4.mul(v128.load(b + x), vb));
    const three = f32x4.add(upper, f32x4.mul(v128.load(c + x), vc));
    v128.store(out + x, f32x4.add(three, f32x4.mul(v128.load(d + x), vd)));
  }
  for (; x < end; x += 4) {
    store<f32>(out + x, load<f32>(a + x) * wa + load<f32>(b + x) * wb + load<f32>(c + x) * wc + load<f32>(d + x) * wd);
  }
}

/** Parameters of `rowAt`: an image and a buffer of two times four resampled rows. */
let imageKind: i32 = 0;
let imageAt: usize = 0;
let imageStrideBytes: usize = 0;
let imageRows: i32 = 0;
let imageColumns: i32 = 0;
let acrossFirstAt: usize = 0;
let acrossWeightsAt: usize = 0;
let fours: i32 = 0;
let lineAt: usize = 0;
let heldAt: usize = 0;
let heldBlocksAt: usize = 0;

/** Address of a row of the image; the last one stands for rows below it. */
function imageRowAt(row: i32): usize {
  return imageAt + <usize>min(row, imageRows - 1) * imageStrideBytes;
}

/**
 * Resamples an input row along the columns, together with the others of its block of four. Each block is computed once while the window of four rows
 * moves down, since the window touches two at most.
 */
function rowAt(wanted: i32): usize {
  const row = min(max(wanted, 0), imageRows - 1);
  const block = row >> 2;
  const held = heldBlocksAt + (<usize>(block & 1) << 2);
  if (load<i32>(held) != block) {
    const top = block << 2;
    turnRows(imageKind, imageRowAt(top), imageRowAt(top + 1), imageRowAt(top + 2), imageRowAt(top + 3), imageColumns, lineAt + (PAD << 4));
    extendBorder(lineAt, imageColumns);
    resampleRows(lineAt, acrossFirstAt, acrossWeightsAt, heldAt + ((<usize>((block & 1) << 2) * <usize>fours) << 2), fours);
    store<i32>(held, block);
  }
  return heldAt + ((<usize>(row & 7) * <usize>fours) << 2);
}

/**
 * Separable resampling by four taps per axis: along the columns, rounded to float32, then down the rows.
 * `across` is padded with zeros to a multiple of four outputs; `scratch` holds 4 integers, then 4 x (columns + 4) and 8 x that multiple floats.
 */
export function resample(
  kind: i32,
  image: usize,
  strideColumns: i32,
  rows: i32,
  columns: i32,
  acrossFirst: usize,
  acrossWeights: usize,
  outColumns: i32,
  downFirst: usize,
  downWeights: usize,
  outRows: i32,
  scratch: usize,
  out: usize,
): void {
  imageKind = kind;
  imageAt = image;
  imageStrideBytes = <usize>strideColumns * bytesOf(kind);
  imageRows = rows;
  imageColumns = columns;
  acrossFirstAt = acrossFirst;
  acrossWeightsAt = acrossWeights;
  fours = (outColumns + 3) & ~3;
  heldBlocksAt = scratch;
  lineAt = scratch + 16;
  heldAt = lineAt + ((<usize>columns + 2 * PAD) << 4);
  v128.store(heldBlocksAt, i32x4.splat(-1));
  for (let y: i32 = 0; y < outRows; y++) {
    const top = load<i32>(downFirst + (<usize>y << 2));
    const a = rowAt(top);
    const b = rowAt(top + 1);
    const c = rowAt(top + 2);
    const d = rowAt(top + 3);
    blendRows(a, b, c, d, downWeights + (<usize>y << 4), out + ((<usize>y * <usize>outColumns) << 2), outColumns);
  }
}

// @ts-ignore: decorator
@inline
function lower(four: v128): v128 {
  return f64x2.promote_low_f32x4(four);
}

// @ts-ignore: decorator
@inline
function upper(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
}

// @ts-ignore: decorator
@inline
function laneSum(two: v128): f64 {
  return f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1);
}

/**
 * Standardises `count` floats in place, `(x - mean) / std`; sums and the formula in float64.
 * Values are taken relative to the first element, which keeps the sums small and makes a constant's variance exactly 0. Constants stay unchanged.
 */
export function standardise(at: usize, count: i32): void {
  if (count == 0) return;
  const end = at + (<usize>count << 2);
  const end4 = at + (<usize>(count & ~3) << 2);
  const centre = <f64>load<f32>(at);
  const centres = f64x2.splat(centre);
  let sums = f64x2.splat(0);
  let sums2 = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let squares2 = f64x2.splat(0);
  let p = at;
  for (; p < end4; p += 16) {
    const four = v128.load(p);
    const lo = f64x2.sub(lower(four), centres);
    const hi = f64x2.sub(upper(four), centres);
    sums = f64x2.add(sums, lo);
    sums2 = f64x2.add(sums2, hi);
    squares = f64x2.add(squares, f64x2.mul(lo, lo));
    squares2 = f64x2.add(squares2, f64x2.mul(hi, hi));
  }
  let sum = laneSum(f64x2.add(sums, sums2));
  let square = laneSum(f64x2.add(squares, squares2));
  for (; p < end; p += 4) {
    const x = <f64>load<f32>(p) - centre;
    sum += x;
    square += x * x;
  }
  const offset = sum / <f64>count;
  const variance = square / <f64>count - offset * offset;
  if (variance <= 0) return; // not for NaN, which propagates to the whole stack
  scaleBy(at, end4, end, centre + offset, 1 / Math.sqrt(variance));
}

function scaleBy(at: usize, end4: usize, end: usize, mean: f64, scale: f64): void {
  const means = f64x2.splat(mean);
  const scales = f64x2.splat(scale);
  let p = at;
  for (; p < end4; p += 16) {
    const four = v128.load(p);
    const lo = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(lower(four), means), scales));
    const hi = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(upper(four), means), scales));
    v128.store(p, v128.shuffle<i64>(lo, hi, 0, 2));
  }
  for (; p < end; p += 4) store<f32>(p, <f32>((<f64>load<f32>(p) - mean) * scale));
}

/** Index of the first maximum of `count` floats, or of the first NaN if there is one; 0 if all are -infinity. */
export function firstMaximum(at: usize, count: i32): i32 {
  const end = at + (<usize>count << 2);
  let best = -f32.MAX_VALUE - f32.MAX_VALUE;
  let found = at;
  let p = at;
  for (; p + 16 <= end; p += 16) {
    // True only if all four are at most the best: a NaN is not, so like a new maximum it ends the skipping.
    if (v128.bitmask<i32>(f32x4.le(v128.load(p), f32x4.splat(best))) == 15) continue;
    for (let q = p; q < p + 16; q += 4) {
      const value = load<f32>(q);
      if (value <= best) continue;
      if (value != value) return <i32>((q - at) >> 2);
      best = value;
      found = q;
    }
  }
  for (; p < end; p += 4) {
    const value = load<f32>(p);
    if (value <= best) continue;
    if (value != value) return <i32>((p - at) >> 2);
    best = value;
    found = p;
  }
  return <i32>((found - at) >> 2);
}

/** Address of the sums of `spread`. */
let spreadWeight: f64 = 0;
let spreadSum: f64 = 0;

function addToSpread(at: usize, p: usize, half: f32, rows: i32, columns: i32, peakRow: i32, peakColumn: i32): void {
  const value = load<f32>(p);
  if (value < half) return;
  const index = <i32>((p - at) >> 2);
  const row = index / columns;
  const down = <f64>(row - peakRow) / <f64>rows;
  const across = <f64>(index - row * columns - peakColumn) / <f64>columns;
  spreadWeight += <f64>value;
  spreadSum += <f64>value * (down * down + across * across);
}

/** Root mean square distance from the peak, as a share of the sides, of all elements that are at least `half`, weighted by height. */
export function spread(at: usize, rows: i32, columns: i32, half: f32, peakRow: i32, peakColumn: i32): f64 {
  const end = at + (<usize>(rows * columns) << 2);
  const halves = f32x4.splat(half);
  spreadWeight = 0;
  spreadSum = 0;
  let p = at;
  for (; p + 64 <= end; p += 64) {
    // few elements are high enough, so 16 are skipped at a time
    const upper = f32x4.max(v128.load(p), v128.load(p, 16));
    const lower = f32x4.max(v128.load(p, 32), v128.load(p, 48));
    if (!v128.any_true(f32x4.ge(f32x4.max(upper, lower), halves))) continue;
    for (let q = p; q < p + 64; q += 4) addToSpread(at, q, half, rows, columns, peakRow, peakColumn);
  }
  for (; p < end; p += 4) addToSpread(at, p, half, rows, columns, peakRow, peakColumn);
  return Math.sqrt(spreadSum / spreadWeight);
}
