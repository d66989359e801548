import { type DicomJson, isDicomJson } from '../../dicom/index.ts';
import type { Where } from '../../domain/spine-error.ts';
import { brokenJson, unexpectedMediaType } from '../errors.ts';
import type { Answer } from './client.ts';
import { bytesOf } from './read-body.ts';

export const DICOM_JSON = 'application/dicom+json';
const READ = [DICOM_JSON, 'application/json'];
const NO_CONTENT = 204;

/**
 * Data sets in an answer; none where it has no content.
 * @throws DICOMWEB_CONTENT_TYPE, DICOMWEB_TOO_LARGE, DICOMWEB_JSON_BROKEN
 */
export const dataSetsOf = async (
  { status, mediaType, announced, body }: Answer,
  { maxBytes, where }: { readonly maxBytes: number; readonly where: Where },
): Promise<readonly DicomJson[]> => {
  if (status === NO_CONTENT) return [];
  if (!READ.includes(mediaType.essence)) throw unexpectedMediaType(mediaType.essence, DICOM_JSON, where);
  const bytes = await bytesOf(body, { maxBytes, announced, where });
  let found: unknown;
  try {
    found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw brokenJson('it cannot be parsed', where); // the parser's message quotes the text
  }
  if (!Array.isArray(found) || !found.every(isDicomJson)) throw brokenJson('it is no list of data sets', where);
  return found;
};
