import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readBytes, readIdentity } from '../../dicom/index.ts';
import { syncFolder } from '../../files/atomic-write.ts';
import { outputUnwritable } from '../../files/errors.ts';
import { INSTANCES, instanceName, instancePath } from './names.ts';
import { haveSameContent } from './same-content.ts';
import type { StagedFile } from './staging.ts';

/** An instance of one study that is whole on the disk; its UIDs have been checked. */
export interface ReceivedInstance extends StagedFile {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  /** Of the first byte behind the meta information. */
  readonly dataSetAt: number;
}

/** `known`: it is there already, with the same content; `conflict`: with other content, which stays. */
export type Placed = 'new' | 'known' | 'conflict';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Routers write meta information anew, so that the data set alone is compared. */
const isSame = async (there: string, { path, dataSetAt }: ReceivedInstance): Promise<boolean> => {
  const known = await readIdentity(readBytes, { name: 'instance', path: there });
  return haveSameContent(readBytes, { path: there, from: known.dataSetAt }, { path, from: dataSetAt });
};

const place = async (studyFolder: string, instance: ReceivedInstance): Promise<Placed> => {
  const to = instancePath(studyFolder, instanceName(instance.seriesUid, instance.sopInstanceUid));
  if (await exists(to)) return (await isSame(to, instance)) ? 'known' : 'conflict';
  await mkdir(dirname(to), { recursive: true });
  await rename(instance.path, to);
  return 'new';
};

/** Moves instances into their study's folder; they are on the disk when this returns. @throws DISK_FULL, OUTPUT_UNWRITABLE */
export const placeInstances = async (
  studyFolder: string,
  instances: readonly ReceivedInstance[],
): Promise<readonly Placed[]> => {
  try {
    const placed: Placed[] = [];
    for (const instance of instances) placed.push(await place(studyFolder, instance));
    const added = instances.filter((_instance, index) => placed[index] === 'new');
    const series = new Set(added.map(({ seriesUid }) => join(studyFolder, INSTANCES, seriesUid)));
    for (const folder of series) await syncFolder(folder);
    if (series.size > 0) for (const folder of [join(studyFolder, INSTANCES), studyFolder]) await syncFolder(folder);
    return placed;
  } catch (cause) {
    throw outputUnwritable(studyFolder, cause);
  }
};
