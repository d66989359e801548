/** Position of a study in progress. */
export interface StudyAtWork {
  readonly studyId: string;
  /** Index of its step; the number of steps while its outputs are written. */
  readonly step: number;
  readonly begunMs: number;
  /** When it reached its step. */
  readonly sinceMs: number;
}

/** The studies in progress, and how many are at each step. */
export const studiesAtWork = () => {
  const studies = new Map<string, StudyAtWork>();
  return {
    at: (studyId: string, step: number, nowMs: number): void => {
      const { begunMs = nowMs } = studies.get(studyId) ?? {};
      studies.set(studyId, { studyId, step, begunMs, sinceMs: nowMs });
    },
    end: (studyId: string): void => void studies.delete(studyId),
    clear: (): void => studies.clear(),
    /** Ordered by start. */
    all: (): readonly StudyAtWork[] => [...studies.values()],
  };
};

/** An edge between two steps; `to` of an output is the number of steps, `from` of a source is -1. */
export interface Way {
  readonly from: number;
  readonly to: number;
}

/** Number of studies that hold what one step wrote and the other has not yet started to read. */
export const inFlight = ({ from, to }: Way, studies: readonly StudyAtWork[]): number =>
  studies.filter(({ step }) => from >= 0 && from < step && step < to).length;
