import { createHash } from 'node:crypto';
import type { StudyResult } from './study-result.ts';

const UUID_BYTES = 16;

/** A UUID of the custom version 8 (RFC 9562), derived from a text. */
const derivedBytes = (text: string): Buffer => {
  const bytes = createHash('sha256').update(text).digest().subarray(0, UUID_BYTES);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes;
};

/** A UUID derived from a text, in its usual form. */
const derivedUuid = (text: string): string =>
  derivedBytes(text)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A UID derived from a text: a UUID below the arc 2.25 (PS3.5 B.2). */
export const derivedUid = (text: string): string => `2.25.${BigInt(`0x${derivedBytes(text).toString('hex')}`)}`;

/** Identity of what produced a result, apart from its input: equal for equal software, pipeline and weights. */
export const makerIdentity = ({ maker }: Pick<StudyResult, 'maker'>): string =>
  JSON.stringify([
    maker.version,
    maker.pipelineSha256,
    maker.models.map(({ name, folds }) => [name, folds.map(({ fold, sha256 }) => [fold, sha256])]),
  ]);

/**
 * Identity of a result: the study, the images used, and what graded them. The same study, models and pipeline give the same identity in every run,
 * whatever else is graded; images that arrive later change it.
 */
const resultIdentity = (result: Pick<StudyResult, 'maker' | 'source' | 'series'>): string => {
  const images = result.series.flatMap(({ seriesUid, images: used }) =>
    used.map(({ sopInstanceUid, frame = 0 }) => `${seriesUid} ${sopInstanceUid} ${frame}`),
  );
  return JSON.stringify([result.source.studyUid, [...new Set(images)].sort(), makerIdentity(result)]);
};

/** The UID of one object of a result. @param role distinguishes it from the others, e.g. `sr series` */
export const resultUid = (result: Pick<StudyResult, 'maker' | 'source' | 'series'>, role: string): string =>
  derivedUid(`${role}\n${resultIdentity(result)}`);

/** The same as a UUID, for FHIR resources. */
export const resultUuid = (result: Pick<StudyResult, 'maker' | 'source' | 'series'>, role: string): string =>
  derivedUuid(`${role}\n${resultIdentity(result)}`);
