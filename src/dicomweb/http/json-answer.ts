import { type DicomJson, isDicomJson } from '../../dicom/index.ts';
import type { Where } from '../../domain/spine-error.ts';
import { brokenJson, unexpectedMediaType } from '../errors.ts';
import type { Answer } from './client.ts';
import { bytesOf } from './read-body.ts';

export const DICOM_JSON = 'application/dicom+json';
const READ = [DICOM_JSON, 'application/json'];
const NO_CONTENT = 204;

interface Reading {
  readonly maxBytes: number;
  readonly where: Where;
}

const jsonOf = async ({ mediaType, announced, body }: Answer, { maxBytes, where }: Reading): Promise<unknown> => {
  if (!READ.includes(mediaType.essence)) throw unexpectedMediaType(mediaType.essence, DICOM_JSON, where);
  const bytes = await bytesOf(body, { maxBytes, announced, where });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw brokenJson('it cannot be parsed', where); // without the parser's message, which quotes the text
  }
};

/**
 * Returns the data sets in an answer; none if it has no content.
 * @throws DICOMWEB_CONTENT_TYPE, DICOMWEB_TOO_LARGE, DICOMWEB_JSON_BROKEN
 */
export const dataSetsOf = async (answer: Answer, reading: Reading): Promise<readonly DicomJson[]> => {
  if (answer.status === NO_CONTENT) return [];
  const found = await jsonOf(answer, reading);
  if (!Array.isArray(found) || !found.every(isDicomJson)) throw brokenJson('it is no list of data sets', reading.where);
  return found;
};

/** Returns the single data set in an answer, which some servers wrap in a list. @throws as `dataSetsOf` does */
export const dataSetOf = async (answer: Answer, reading: Reading): Promise<DicomJson> => {
  const found = await jsonOf(answer, reading);
  const one: unknown = Array.isArray(found) && found.length === 1 ? found[0] : found;
  if (!isDicomJson(one)) throw brokenJson('it is no data set', reading.where);
  return one;
};
