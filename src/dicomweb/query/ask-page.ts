import type { DicomJson } from '../../dicom/index.ts';
import type { Where } from '../../domain/spine-error.ts';
import type { HttpClient } from '../http/client.ts';
import { DICOM_JSON, dataSetsOf } from '../http/json-answer.ts';

const MOST_BYTES = 64e6;

interface Page {
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly limit: number;
  readonly offset: number;
  readonly where: Where;
  readonly signal?: AbortSignal | undefined;
}

/** Fetches one page of a QIDO-RS listing; empty after the last. @throws the request's errors */
export const askPage = (
  http: HttpClient,
  { path, query, limit, offset, where, signal }: Page,
): Promise<readonly DicomJson[]> =>
  http.ask(
    {
      path,
      query: [...query, ['limit', `${limit}`], ['offset', `${offset}`]],
      accept: DICOM_JSON,
      where,
      statuses: [200, 204, 206],
      signal,
    },
    (answer) => dataSetsOf(answer, { maxBytes: MOST_BYTES, where }),
  );
