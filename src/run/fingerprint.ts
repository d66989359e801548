import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pipeline } from '../core/pipeline.ts';
import type { OpenModel } from '../models/model-store.ts';
import type { Studies } from '../streams/sources/open-studies.ts';
import type { OriginPart } from './journal.ts';

/** To be raised when the rules change by which headers tell the kind of a series, or by which slices are ordered and read. */
const KINDS_BY_HEADER = 'kinds by header, 3';
const INTAKE = 'intake, 1';

export interface ResultOrigin {
  readonly pipeline: Pipeline;
  readonly models: readonly OpenModel[];
  readonly folder: Studies;
  /** Undefined where the source is open-ended. */
  readonly studyIds: readonly string[] | undefined;
  /** Undefined where no model is used. */
  readonly backend: string | undefined;
}

/** Results may be continued only with the same pipeline, weights, backend, descriptions and studies. */
export const fingerprintOf = async ({ pipeline, models, folder, studyIds, backend }: ResultOrigin) => {
  const weights = models.map(({ identity }) => [identity.name, identity.architecture, identity.folds]);
  const descriptions =
    folder.descriptions === undefined ? KINDS_BY_HEADER : await readFile(folder.descriptions, 'utf8');
  const ids = studyIds && [...studyIds].sort();
  const parts = {
    pipeline: [INTAKE, pipeline.canonical],
    models: weights,
    backend: backend ?? 'none',
    descriptions: ids === undefined ? 'open-ended' : descriptions,
    studies: ids ?? 'open-ended',
  } satisfies Record<OriginPart, unknown>;
  const origin = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hashOf(part)]));
  return { fingerprint: hashOf(origin), origin };
};

const hashOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');
