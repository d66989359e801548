/** Work so far, in any unit of items. */
export interface WorkSoFar {
  readonly done: number;
  /** Items still to do. */
  readonly rest: number;
  /** From the start of the first item to the end of the last one done. */
  readonly takenMs: number;
  /** Since the end of the last one done. */
  readonly sinceMs: number;
}

/** Estimates the time left at the pace so far, at least 0. It counts down between two items. */
export const timeLeftMs = ({ done, rest, takenMs, sinceMs }: WorkSoFar): number =>
  Math.max(0, (rest * takenMs) / done - sinceMs);
