import { isUid } from '../uid.ts';

/** Address of an instance on a server. */
export interface InstanceAddress {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly instanceUid: string;
}

const SCHEME = 'dicomweb:';

/** Key used in place of a file path, meaningful only to readers of this server. */
export const keyOf = ({ studyUid, seriesUid, instanceUid }: InstanceAddress): string =>
  `${SCHEME}${studyUid}/${seriesUid}/${instanceUid}`;

/** Prefix of the keys of all instances of a study. */
export const instancePrefixOf = (studyUid: string): string => `${SCHEME}${studyUid}/`;

/** Parses a key. @returns undefined for anything else */
export const addressIn = (key: string): InstanceAddress | undefined => {
  if (!key.startsWith(SCHEME)) return undefined;
  const [studyUid, seriesUid, instanceUid, ...more] = key.slice(SCHEME.length).split('/');
  if (!isUid(studyUid) || !isUid(seriesUid) || !isUid(instanceUid) || more.length > 0) return undefined;
  return { studyUid, seriesUid, instanceUid };
};
