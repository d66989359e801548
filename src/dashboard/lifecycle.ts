/** Clock and memory of the process that a page shows. */
export interface Watched {
  /** Memory limit of the process where no budget is set. */
  readonly memoryBytes: number;
  readonly rssBytes: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** Why a run or a training failed. */
export interface Failure {
  readonly code: string;
  readonly reason: string;
}

/** The time of a run or a training, which stops when it ends, and how it ended. */
export const lifecycle = ({ now }: Pick<Watched, 'now'>) => {
  const begunMs = now();
  let ended: { readonly atMs: number; readonly failure: Failure | undefined } | undefined;
  const nowMs = () => ended?.atMs ?? now();
  return {
    begunMs,
    nowMs,
    isOver: () => ended !== undefined,
    end: (failure: Failure | undefined): void => {
      ended ??= { atMs: now(), failure };
    },
    failure: () => ended?.failure,
    phase: (hasBegun: boolean) => {
      if (ended === undefined) return hasBegun ? 'running' : 'starting';
      return ended.failure === undefined ? 'ended' : 'failed';
    },
  };
};
