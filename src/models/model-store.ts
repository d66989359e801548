import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Predictor, Runtime } from './runtime/runtime.ts';
import { loadFold, type RunFolder, readRunFolder } from './weights/run-folder.ts';
import { type Architecture, architectureOf } from './zoo/architecture.ts';

/** A model as operators use it: one network, and a predictor for each of the folds that are averaged. */
export interface ModelSet {
  readonly name: string;
  readonly architecture: Architecture;
  readonly members: readonly Predictor[];
}

/** Gives out models by the names of a pipeline file. */
export interface ModelStore {
  /** @throws where no model has that name, or its weights do not fit */
  readonly get: (name: string) => Promise<ModelSet>;
}

/** A model that a pipeline names. */
export interface ModelRequest {
  readonly name: string;
  /** Its run folder. */
  readonly path: string;
  readonly folds: 'all' | readonly number[];
  readonly weights: 'best' | 'last';
}
