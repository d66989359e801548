/** Where a study in progress is. */
export interface StudyAtWork {
  readonly studyId: string;
  /** Index of its step; the number of steps once its outputs are being written. */
  readonly step: number;
  readonly begunMs: number;
  /** When it came to its step. */
  readonly sinceMs: number;
}

/** The studies in progress and how many are at each step. */
export const studiesAtWork = () => {
  const studies = new Map<string, StudyAtWork>();
  return {
    at: (studyId: string, step: number, nowMs: number): void => {
      const { begunMs = nowMs } = studies.get(studyId) ?? {};
      studies.set(studyId, { studyId, step, begunMs, sinceMs: nowMs });
    },
    end: (studyId: string): void => void studies.delete(studyId),
    clear: (): void => studies.clear(),
    /** In the order in which they began. */
    all: (): readonly StudyAtWork[] => [...studies.values()],
  };
};

/** A way of entries from one step to another; `to` of an output is the number of steps, `from` of a source -1. */
export interface Way {
  readonly from: number;
  readonly to: number;
}

/** How many studies hold what the one step wrote and the other one has not begun to read. */
export const inFlight = ({ from, to }: Way, studies: readonly StudyAtWork[]): number =>
  studies.filter(({ step }) => from >= 0 && from < step && step < to).length;
