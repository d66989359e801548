import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { OpenModel } from '../models/model-store.ts';
import type { Studies } from '../streams/open-studies.ts';
import type { Pipeline } from './pipeline.ts';

/** To be raised when the rules change by which headers tell the kind of a series, or by which slices are ordered and read. */
const KINDS_BY_HEADER = 'kinds by header, 3';
const INTAKE = 'intake, 1';

/** The backend whose results are those of earlier journals, which do not name it. */
const USUAL_BACKEND = 'onnx';

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
export const fingerprintOf = async ({ pipeline, models, folder, studyIds, backend = USUAL_BACKEND }: ResultOrigin) => {
  const weights = models.map(({ identity }) => [identity.name, identity.architecture, identity.folds]);
  const descriptions =
    folder.descriptions === undefined ? KINDS_BY_HEADER : await readFile(folder.descriptions, 'utf8');
  const ids = studyIds && [...studyIds].sort();
  const parts = {
    'another pipeline or other options of it': [INTAKE, pipeline.canonical],
    'other models': weights,
    'another --backend': backend,
    'other series descriptions': ids && descriptions,
    'other studies': ids ?? 'open-ended',
  };
  const content = [INTAKE, pipeline.canonical, weights, ids === undefined ? 'open-ended' : [descriptions, ids]];
  return {
    fingerprint: hashOf(backend === USUAL_BACKEND ? content : [...content, backend]),
    /** A hash of each part of it, by what is to be said where it differs. */
    origin: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hashOf(part).slice(0, 16)])),
  };
};

const hashOf = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(content) ?? '')
    .digest('hex');
