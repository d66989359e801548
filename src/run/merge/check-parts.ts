import { resolve } from 'node:path';
import { grouped } from '../../domain/grouped.ts';
import { differencesText } from '../errors.ts';
import { differences, variableChanges } from '../journal/journal.ts';
import { shardText } from '../shards/shard.ts';
import { partsForeign, partsMixed, partTwice, shardsMissing } from './errors.ts';
import type { Part } from './open-part.ts';

/**
 * Refuses parts of different runs, and incomplete sets of shards. Unsharded runs may cover different lists of studies.
 * @throws PARTS_FOREIGN, PARTS_MIXED, PART_TWICE, SHARDS_MISSING
 */
export const checkParts = (parts: readonly Part[]): void => {
  const [first, ...others] = parts;
  if (first === undefined) return;
  checkFolders(parts);
  for (const part of others) {
    const of = (one: Part): string => {
      const { shard } = one.header;
      return shard === undefined ? 'no shard' : `a shard of ${shard.count}`;
    };
    if (of(part) !== of(first)) throw partsMixed(part.folder, first.folder, of(part));
    checkOrigin(part, first);
  }
  checkShards(parts);
};

const checkFolders = (parts: readonly Part[]): void => {
  const folders = parts.map(({ folder }) => resolve(folder));
  const twice = folders.find((folder, index) => folders.indexOf(folder) < index);
  if (twice !== undefined) throw partTwice('a folder', [twice]);
};

const checkOrigin = (part: Part, first: Part): void => {
  if (part.header.fingerprint === first.header.fingerprint) return;
  const different = differences(part.header.origin, first.header.origin);
  const onlyStudies = different.length === 1 && different[0] === 'studies' && part.header.shard === undefined;
  if (onlyStudies) return;
  const changes = variableChanges(part.header, first.header);
  throw partsForeign(part.folder, first.folder, differencesText(different, changes, ['here', 'there']));
};

const checkShards = (parts: readonly Part[]): void => {
  const count = parts[0]?.header.shard?.count;
  if (count === undefined) return;
  const shards = grouped(parts, ({ header }) => header.shard?.index ?? -1);
  for (const [index, same] of shards)
    if (same.length > 1)
      throw partTwice(
        `shard ${shardText({ index, count })}`,
        same.map(({ folder }) => folder),
      );
  const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !shards.has(index));
  if (missing.length > 0) throw shardsMissing(missing, count);
};
