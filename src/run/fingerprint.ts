import { readFile } from 'node:fs/promises';
import type { OpenSource, SourceWhole } from '../core/define-source.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { sha256Of } from '../files/sha256.ts';
import type { OpenModel } from '../models/model-store.ts';
import { differencesText } from './errors.ts';
import { differences, type OriginPart, variableChanges } from './journal/journal.ts';

/** Increase it when the rules change that derive series kinds from headers or that order and read slices. */
const KINDS_BY_HEADER = 'kinds by header, 3';
const INTAKE = 'intake, 1';

export interface ResultOrigin {
  readonly pipeline: Pipeline;
  readonly models: readonly OpenModel[];
  readonly source: Pick<OpenSource, 'origin'>;
  /** Undefined without models. */
  readonly backend: string | undefined;
  /** SHA-256 of the files that operators depend on. */
  readonly files: readonly string[];
}

/** Only a run with the same pipeline, weights, backend, descriptions and studies may resume earlier results. */
export const fingerprintOf = async ({ pipeline, models, source, backend, files }: ResultOrigin) => {
  const weights = models.map(({ identity: { name, architecture, folds, imageStatistics } }) => [
    ...[name, architecture, folds],
    ...(imageStatistics === undefined ? [] : [imageStatistics]),
  ]);
  const { studies = OPEN_ENDED, descriptions, ...others } = source.origin;
  const described = typeof descriptions === 'string' ? await readFile(descriptions, 'utf8') : KINDS_BY_HEADER;
  const parts = {
    pipeline: [INTAKE, pipeline.canonical, ...files],
    models: weights,
    backend: backend ?? 'none',
    descriptions: studies === OPEN_ENDED ? OPEN_ENDED : described,
    studies: Object.keys(others).length === 0 ? studies : [studies, others],
  } satisfies Record<OriginPart, unknown>;
  const origin = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hashOf(part)]));
  return { fingerprint: hashOf(origin), origin };
};

/** The same for a source, which may know the origin of other results. */
export const sourceWhole = (
  { fingerprint, origin }: Pick<SourceWhole, 'fingerprint' | 'origin'>,
  { variables }: Pick<Pipeline, 'variables'>,
): SourceWhole => ({
  ...{ fingerprint, origin, variables },
  differencesFrom: (there) => differencesText(differences(there.origin, origin), variableChanges(there, { variables })),
});

const OPEN_ENDED = 'open-ended';

const hashOf = (content: unknown): string => sha256Of(JSON.stringify(content));
