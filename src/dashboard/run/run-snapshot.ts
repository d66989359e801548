import type { Message } from './run-messages.ts';

/** Figures of one step. */
export interface StepFigures {
  /** Studies at this step: one being computed and those waiting for their turn. */
  readonly at: number;
  readonly done: number;
  readonly perMinute: number;
  readonly meanMs: number | undefined;
  /** Share of the time of all steps so far. */
  readonly share: number;
}

/** The state that the page of a run shows, as it is sent. */
export interface RunSnapshot {
  readonly kind: 'run';
  readonly phase: 'starting' | 'running' | 'ended' | 'failed';
  readonly failure: { readonly code: string; readonly reason: string } | undefined;
  readonly elapsedS: number;
  readonly studies: {
    /** Number of studies; undefined for an open-ended source. */
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
    /** Whether an output is stalled. */
    readonly outputsWait: boolean;
  };
  readonly memory: {
    readonly rssBytes: number;
    readonly limitBytes: number;
    readonly budget: { readonly usedBytes: number; readonly bytes: number } | undefined;
  };
  /** Networks loaded so far. */
  readonly models: number;
  readonly steps: readonly StepFigures[];
  /** Studies whose outputs are being written. */
  readonly writing: number;
  /** By edge of the graph: number of studies that hold its entries. */
  readonly inFlight: readonly number[];
  readonly atWork: readonly {
    readonly studyId: string;
    readonly step: number;
    readonly ms: number;
    readonly stepMs: number;
  }[];
  readonly warnings: number;
  /** Codes, with the number of studies that have them. */
  readonly warned: readonly (readonly [code: string, studies: number])[];
  /** Newest first. */
  readonly messages: readonly Message[];
  /** Points of seconds since the start and studies per minute. */
  readonly history: readonly (readonly [s: number, perMinute: number])[];
}
