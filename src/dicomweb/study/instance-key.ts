import { isUid } from '../uid.ts';

/** Where an instance is on a server. */
export interface InstanceAddress {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly instanceUid: string;
}

const SCHEME = 'dicomweb:';

/** What stands for the path of a file. Only readers of this server know what it means. */
export const keyOf = ({ studyUid, seriesUid, instanceUid }: InstanceAddress): string =>
  `${SCHEME}${studyUid}/${seriesUid}/${instanceUid}`;

/** What the keys of all instances of a study begin with. */
export const instancePrefixOf = (studyUid: string): string => `${SCHEME}${studyUid}/`;

/** @returns undefined for what is no such key */
export const addressIn = (key: string): InstanceAddress | undefined => {
  if (!key.startsWith(SCHEME)) return undefined;
  const [studyUid, seriesUid, instanceUid, ...more] = key.slice(SCHEME.length).split('/');
  if (!isUid(studyUid) || !isUid(seriesUid) || !isUid(instanceUid) || more.length > 0) return undefined;
  return { studyUid, seriesUid, instanceUid };
};
