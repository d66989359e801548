import { type DicomJson, firstTextOf } from '../../dicom/index.ts';
import type { Where } from '../../domain/spine-error.ts';
import type { HttpClient } from '../http/client.ts';
import { DICOM_JSON, dataSetsOf } from '../http/json-answer.ts';
import { requireUid } from '../uid.ts';

const MOST_BYTES = 64e6;
const STATUSES = [200, 204, 206];

interface Listing {
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Attribute that identifies an entry: its tag, and its name for messages. */
  readonly uid: readonly [tag: string, name: string];
  /** Entries per request; a server may return fewer. */
  readonly pageSize: number;
  /** A page with fewer entries is the last; 0: only one that brings nothing new is. */
  readonly smallestPage?: number;
  readonly where: Where;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Yields each entry of a QIDO-RS listing once, fetching pages as needed. A short page is not necessarily the last one, since servers have limits of
 * their own; the last page brings nothing new.
 * @throws DICOMWEB_UID, and the request's errors
 */
export async function* listed(
  http: HttpClient,
  { path, query, uid: [tag, name], pageSize, smallestPage = 0, where, signal }: Listing,
): AsyncGenerator<{ readonly uid: string; readonly data: DicomJson }> {
  const seen = new Set<string>();
  for (let offset = 0; ; ) {
    const paged = [...query, ['limit', `${pageSize}`], ['offset', `${offset}`]] as const;
    const page = await http.ask(
      { path, query: paged, accept: DICOM_JSON, where, statuses: STATUSES, signal },
      (answer) => dataSetsOf(answer, { maxBytes: MOST_BYTES, where }),
    );
    const before = seen.size;
    for (const data of page) {
      const uid = requireUid(firstTextOf(data, tag), name, where);
      if (seen.has(uid)) continue;
      seen.add(uid);
      yield { uid, data };
    }
    if (seen.size === before || page.length < smallestPage) return;
    offset += page.length;
  }
}
