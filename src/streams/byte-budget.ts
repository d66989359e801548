export interface Admission {
  /** Reports the bytes actually held; may be called any number of times. */
  readonly uses: (bytes: number) => void;
  readonly leave: () => void;
}

interface Holder {
  reserved: number;
  used: number;
  peak: number;
  readonly fileBytes: number;
}

/**
 * Admits work as long as its estimated total bytes stay within a budget; one item is always admitted, whatever its
 * size. The estimate is learnt: the greatest need seen so far per byte of a study's files, so the first study runs
 * alone.
 */
export const byteBudget = (budgetBytes: number) => {
  const holders = new Set<Holder>();
  const waiting: (() => void)[] = [];
  let needPerFileByte = Number.POSITIVE_INFINITY;
  let peakBytes = 0;
  const total = (of: (holder: Holder) => number): number => [...holders].reduce((sum, holder) => sum + of(holder), 0);
  const need = (fileBytes: number): number => (fileBytes === 0 ? 0 : fileBytes * needPerFileByte);
  const fits = (fileBytes: number): boolean =>
    holders.size === 0 || total(({ reserved, used }) => Math.max(reserved, used)) + need(fileBytes) <= budgetBytes;
  const wake = () => {
    for (const resume of waiting.splice(0)) resume();
  };
  return {
    /** Waits until there is room for a study with files of this size, then reserves it. */
    admit: async (fileBytes: number): Promise<Admission> => {
      while (!fits(fileBytes)) await new Promise<void>((resolve) => waiting.push(resolve));
      const holder: Holder = { reserved: need(fileBytes), used: 0, peak: 0, fileBytes };
      holders.add(holder);
      return {
        uses: (bytes) => {
          holder.used = bytes;
          holder.peak = Math.max(holder.peak, bytes);
          peakBytes = Math.max(
            peakBytes,
            total(({ used }) => used),
          );
        },
        leave: () => {
          holders.delete(holder);
          if (holder.fileBytes > 0) {
            const seen = holder.peak / holder.fileBytes;
            needPerFileByte = Number.isFinite(needPerFileByte) ? Math.max(needPerFileByte, seen) : seen;
          }
          wake();
        },
      };
    },
    /** Bytes currently held, as reported. */
    usedBytes: () => total(({ used }) => used),
    /** Maximum bytes held at any time, as reported. */
    peakBytes: () => peakBytes,
  };
};
