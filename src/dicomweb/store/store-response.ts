import { type DicomJson, firstCountOf, firstTextOf, isDicomJson, valuesOf } from '../../dicom/index.ts';
import { DUPLICATE, failureText, isPassing } from './failure-reasons.ts';

/** What became of an instance that was sent. */
export interface StoreResult {
  readonly sopInstanceUid: string;
  /** `stored` also where it was there before, or the server changed something of it: then with a warning. */
  readonly outcome: 'stored' | 'refused';
  /** Why it was refused, or what the server warns of. */
  readonly reason?: string | undefined;
  /** Whether it may be taken another time. */
  readonly retriable: boolean;
}

const [FAILED, REFERENCED, INSTANCE_UID] = ['00081198', '00081199', '00081155'];
const [FAILURE_REASON, WARNING_REASON] = ['00081197', '00081196'];

const itemsOf = (response: DicomJson, tag: string): readonly DicomJson[] => valuesOf(response[tag]).filter(isDicomJson);

const storedOf = (item: DicomJson): Omit<StoreResult, 'sopInstanceUid'> => {
  const warning = firstCountOf(item, WARNING_REASON!);
  return {
    outcome: 'stored',
    reason:
      warning === undefined
        ? undefined
        : `stored with a warning of the server (${warning.toString(16).toUpperCase()}H)`,
    retriable: false,
  };
};

const failedOf = (item: DicomJson): Omit<StoreResult, 'sopInstanceUid'> => {
  const code = firstCountOf(item, FAILURE_REASON!) ?? 0;
  if (code === DUPLICATE) return { outcome: 'stored', reason: 'it was there already', retriable: false };
  return { outcome: 'refused', reason: failureText(code), retriable: isPassing(code) };
};

const NOT_MENTIONED = {
  outcome: 'refused',
  reason: 'the server does not mention it in its answer',
  retriable: true,
} as const;
const ALL_STORED = 200;

/**
 * What a server says of each instance that was sent (PS3.18 10.5.3). 200 alone says that all were stored, whatever else is in the answer.
 * @param response undefined where the answer has no content
 */
export const storeResults = (
  sent: readonly string[],
  { status, response = {} }: { readonly status: number; readonly response?: DicomJson | undefined },
): readonly StoreResult[] => {
  const told = new Map<string, Omit<StoreResult, 'sopInstanceUid'>>();
  for (const item of itemsOf(response, REFERENCED!)) told.set(firstTextOf(item, INSTANCE_UID!) ?? '', storedOf(item));
  for (const item of itemsOf(response, FAILED!)) told.set(firstTextOf(item, INSTANCE_UID!) ?? '', failedOf(item));
  const otherwise = status === ALL_STORED ? ({ outcome: 'stored', retriable: false } as const) : NOT_MENTIONED;
  return sent.map((sopInstanceUid) => ({ sopInstanceUid, ...(told.get(sopInstanceUid) ?? otherwise) }));
};
