export type RateMeter = ReturnType<typeof rateMeter>;

const SLOTS = 60;
const SLOT_MS = 1000;
/** Shortest period from which a rate is computed. */
const LEAST_MS = 5000;

/** Throughput and mean duration over the last minute. Counts in slots of one second, so that adding takes constant time. */
export const rateMeter = () => {
  const counts = new Uint32Array(SLOTS);
  const sumsMs = new Float64Array(SLOTS);
  let newest = Number.NEGATIVE_INFINITY;
  let firstMs: number | undefined;
  let lastMs: number | undefined;
  /** Clears the slots of the seconds since the last call. */
  const turnTo = (nowMs: number): number => {
    const slot = Math.floor(nowMs / SLOT_MS);
    for (let passed = Math.max(newest + 1, slot - SLOTS + 1); passed <= slot; passed++) {
      counts[passed % SLOTS] = 0;
      sumsMs[passed % SLOTS] = 0;
    }
    newest = Math.max(newest, slot);
    return slot % SLOTS;
  };
  const sum = (values: Uint32Array | Float64Array): number => {
    let total = 0;
    for (const value of values) total += value;
    return total;
  };
  return {
    add: (nowMs: number, tookMs: number): void => {
      const slot = turnTo(nowMs);
      firstMs ??= nowMs - tookMs;
      lastMs = tookMs;
      counts[slot]! += 1;
      sumsMs[slot]! += tookMs;
    },
    /** Items per minute, over the last minute or the time since the first call if that is shorter. */
    perMinute: (nowMs: number): number => {
      if (firstMs === undefined) return 0;
      turnTo(nowMs);
      return (60_000 * sum(counts)) / Math.min(SLOTS * SLOT_MS, Math.max(LEAST_MS, nowMs - firstMs));
    },
    /** Mean duration over the last minute, else of the last item; undefined before the first. */
    meanMs: (nowMs: number): number | undefined => {
      turnTo(nowMs);
      const count = sum(counts);
      return count === 0 ? lastMs : sum(sumsMs) / count;
    },
  };
};
