import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readBytes, readIdentity } from '../../dicom/index.ts';
import { syncFolder } from '../../files/atomic-write.ts';
import { outputUnwritable } from '../../files/errors.ts';
import { INSTANCES, instanceName, instancePath } from './names.ts';
import { haveSameContent } from './same-content.ts';
import type { StagedFile } from './staging.ts';

/** An instance of one study, completely on disk, with validated UIDs. */
export interface ReceivedInstance extends StagedFile {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  /** Offset of the first byte after the meta information. */
  readonly dataSetAt: number;
}

/** `known`: already present with the same content; `conflict`: present with other content, which is kept. */
export type Placement = 'new' | 'known' | 'conflict';

/** Asked without blocking: a network drive that hangs must not stop the service's answers. */
const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Routers rewrite the meta information, so only the data set is compared. */
const isSame = async (there: string, { path, dataSetAt }: ReceivedInstance): Promise<boolean> => {
  const known = await readIdentity(readBytes, { name: 'instance', path: there });
  return haveSameContent(readBytes, { path: there, from: known.dataSetAt }, { path, from: dataSetAt });
};

const place = async (studyFolder: string, instance: ReceivedInstance): Promise<Placement> => {
  const to = instancePath(studyFolder, instanceName(instance.seriesUid, instance.sopInstanceUid));
  if (await exists(to)) return (await isSame(to, instance)) ? 'known' : 'conflict';
  await mkdir(dirname(to), { recursive: true });
  await rename(instance.path, to);
  return 'new';
};

/**
 * Moves instances into their study's folder; they are on disk when this returns. @throws DISK_FULL, OUTPUT_UNWRITABLE
 */
export const placeInstances = async (
  studyFolder: string,
  instances: readonly ReceivedInstance[],
): Promise<readonly Placement[]> => {
  try {
    const placed: Placement[] = [];
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
