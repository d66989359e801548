import { type DicomJson, firstCountOf, firstTextOf, isDicomJson, valuesOf } from '../../dicom/index.ts';
import { DUPLICATE, failureText, isPassing } from './failure-reasons.ts';

/** Result of a sent instance. */
export interface StoreResult {
  readonly sopInstanceUid: string;
  /** `stored` also if it existed already, or if the server changed it, with a warning. */
  readonly outcome: 'stored' | 'refused';
  /** Reason for the refusal, or the server's warning. */
  readonly reason?: string | undefined;
  /** Whether a retry may succeed. */
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
 * Reads the result of each sent instance (PS3.18 10.5.3). A status of 200 means that all were stored, whatever else the answer holds.
 * @param response undefined if the answer has no content
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
