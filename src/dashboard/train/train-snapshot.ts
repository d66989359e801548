import type { SampleView } from './sample-view.ts';

/** An epoch of the fold that is trained now. */
export interface EpochPoint {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
  readonly learningRate: number;
  readonly samplesPerSecond: number;
  readonly seconds: number;
  readonly best: boolean;
}

/** A fold whose training ended. */
export interface FoldOutcome {
  readonly experiment: string;
  readonly fold: number;
  readonly reason: 'epochs' | 'early-stop' | 'asked';
  readonly best: { readonly epoch: number; readonly loss: number } | undefined;
}

/** The state that the page of a training shows, as it is sent. */
export interface TrainSnapshot {
  readonly kind: 'train';
  readonly phase: 'starting' | 'running' | 'ended' | 'failed';
  readonly failure: { readonly code: string; readonly reason: string } | undefined;
  readonly elapsedS: number;
  readonly fold:
    | {
        readonly experiment: string;
        readonly fold: number;
        readonly engine: string;
        readonly epochs: number;
        readonly studies: { readonly train: number; readonly validation: number };
      }
    | undefined;
  /** Of the last step; `batches` is an estimate. */
  readonly at: { readonly epoch: number; readonly batch: number; readonly batches: number } | undefined;
  readonly learningRate: number | undefined;
  /** Over the last minute. */
  readonly samplesPerSecond: number;
  /** Of this fold. */
  readonly leftMs: number | undefined;
  /** Share of the last epoch's training time spent waiting for data. */
  readonly waitShare: number | undefined;
  readonly memory: { readonly rssBytes: number; readonly limitBytes: number };
  /** Loss of the steps by epochs so far, smoothed to a bounded number of points. */
  readonly steps: readonly (readonly [epochs: number, loss: number])[];
  readonly epochs: readonly EpochPoint[];
  readonly folds: readonly FoldOutcome[];
  /** Of the last validation of a network of keypoints. */
  readonly sample: SampleView | undefined;
}
