import { isUid } from '../../dicomweb/uid.ts';
import type { Received, ReceivedObject } from './receive.ts';

/** Keywords with their tags and VRs. */
const ATTRIBUTES = {
  referencedSopClassUid: ['00081150', 'UI'],
  referencedSopInstanceUid: ['00081155', 'UI'],
  warningReason: ['00081196', 'US'],
  failureReason: ['00081197', 'US'],
  failedSopSequence: ['00081198', 'SQ'],
  referencedSopSequence: ['00081199', 'SQ'],
  otherFailuresSequence: ['0008119A', 'SQ'],
} as const;

const attributes = (given: Partial<Record<keyof typeof ATTRIBUTES, readonly unknown[]>>) =>
  Object.fromEntries(
    Object.entries(ATTRIBUTES).flatMap(([name, [place, vr]]) => {
      const Value = given[name as keyof typeof ATTRIBUTES];
      return Value === undefined || Value.length === 0 ? [] : [[place, { vr, Value }]];
    }),
  );

/** Codes of PS3.18 table I.2-2 and PS3.7 annex C. */
const FAILURES: Partial<Record<Received, number>> = {
  conflict: 0x0111, // duplicate SOP instance
  'other-study': 0xa900, // data set does not match
  invalid: 0xc000, // cannot understand
};

/** Elements discarded: the object was received but not kept, since nothing in it is graded. */
const NOT_KEPT = 0xb006;

const reference = ({ identity }: ReceivedObject) => ({
  referencedSopClassUid: [identity?.sopClassUid ?? ''],
  referencedSopInstanceUid: [identity?.sopInstanceUid ?? ''],
});

/** An invalid UID is not echoed, since it could contain anything. */
const isNamed = ({ identity }: ReceivedObject): boolean =>
  isUid(identity?.sopClassUid) && isUid(identity?.sopInstanceUid);

/** Store Instances Response (PS3.18 10.5.3 and I.2) as DICOM JSON, to a request with received instances. */
export const storeAnswer = (objects: readonly ReceivedObject[]) => {
  const isFailure = ({ received }: ReceivedObject) => FAILURES[received] !== undefined;
  const [failed, stored] = [objects.filter(isFailure), objects.filter((object) => !isFailure(object))];
  const failureOf = ({ received }: ReceivedObject) => ({ failureReason: [FAILURES[received]] });
  const body = attributes({
    referencedSopSequence: stored.map((object) =>
      attributes({ ...reference(object), ...(object.received === 'not-kept' && { warningReason: [NOT_KEPT] }) }),
    ),
    failedSopSequence: failed
      .filter(isNamed)
      .map((object) => attributes({ ...reference(object), ...failureOf(object) })),
    otherFailuresSequence: failed.filter((object) => !isNamed(object)).map((object) => attributes(failureOf(object))),
  });
  const isAllWell = failed.length === 0 && stored.every(({ received }) => received !== 'not-kept');
  return { status: stored.length === 0 ? 409 : isAllWell ? 200 : 202, body };
};
