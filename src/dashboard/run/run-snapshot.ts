import type { Message } from './run-messages.ts';

/** Of one step. */
export interface StepFigures {
  /** Studies that are at it now: one that is computed, and those that wait for their turn. */
  readonly at: number;
  readonly done: number;
  readonly perMinute: number;
  readonly meanMs: number | undefined;
  /** Of the time of all steps so far. */
  readonly share: number;
}

/** All that the page of a run shows, as it is sent. */
export interface RunSnapshot {
  readonly kind: 'run';
  readonly phase: 'starting' | 'running' | 'ended' | 'failed';
  readonly failure: { readonly code: string; readonly reason: string } | undefined;
  readonly elapsedS: number;
  readonly studies: {
    /** Undefined: the source is open-ended. */
    readonly total: number | undefined;
    /** In this run. */
    readonly done: number;
    /** In earlier runs into the folder. */
    readonly earlier: number;
    readonly failed: number;
    readonly perMinute: number;
    readonly leftMs: number | undefined;
  };
  readonly window: {
    readonly inProgress: number;
    readonly concurrency: number;
    /** An output cannot do its work for now. */
    readonly outputsWait: boolean;
  };
  readonly memory: {
    readonly rssBytes: number;
    readonly limitBytes: number;
    readonly budget: { readonly usedBytes: number; readonly bytes: number } | undefined;
  };
  /** Networks that were loaded. */
  readonly models: number;
  readonly steps: readonly StepFigures[];
  /** Studies whose outputs are being written. */
  readonly writing: number;
  /** By edge of the graph: studies that hold what it leads. */
  readonly inFlight: readonly number[];
  readonly atWork: readonly {
    readonly studyId: string;
    readonly step: number;
    readonly ms: number;
    readonly stepMs: number;
  }[];
  readonly warnings: number;
  /** Codes with how many studies have them. */
  readonly warned: readonly (readonly [code: string, studies: number])[];
  /** Newest first. */
  readonly messages: readonly Message[];
  /** Seconds since the beginning, studies a minute. */
  readonly history: readonly (readonly [s: number, perMinute: number])[];
}
