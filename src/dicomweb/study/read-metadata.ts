import { isDeepStrictEqual } from 'node:util';
import {
  headersOfJson,
  lackingInJson,
  naturalOrder,
  type ReadBytes,
  type ReadFile,
  readHeaders,
} from '../../dicom/index.ts';
import { grouped } from '../../domain/grouped.ts';
import type { ListedFile } from '../../domain/indexed.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { keyOf } from './instance-key.ts';
import type { InstanceMetadata } from './study-metadata.ts';

/** Named as in a folder of files: by series, one file per slice. */
const fileOf = (instance: InstanceMetadata): ListedFile => ({
  name: `${instance.seriesUid}/${instance.instanceUid}.dcm`,
  path: keyOf(instance),
});

/** Name in messages; server queries use UIDs, which do not identify patients. */
const nameOf = ({ instanceUid }: InstanceMetadata): string => `instance ${instanceUid}`;

const byMetadata = (instance: InstanceMetadata): ReadFile => {
  const [file, name] = [fileOf(instance), nameOf(instance)];
  try {
    return { file, headers: headersOfJson(instance.data, { file: name }) };
  } catch (error) {
    if (error instanceof SpineError) return { file, name, error };
    throw error; // a bug in this product
  }
};

const byInstance = async (instance: InstanceMetadata, read: ReadBytes): Promise<ReadFile> => {
  const [file, name] = [fileOf(instance), nameOf(instance)];
  try {
    return { file, headers: await readHeaders(read, { name, path: file.path }) };
  } catch (error) {
    if (error instanceof SpineError) return { file, name, error };
    throw error; // a bug in this product
  }
};

/** Headers as far as metadata provides them. */
const comparable = (one: ReadFile): readonly SliceHeader[] | undefined =>
  'error' in one
    ? undefined
    : one.headers.map((header) => ({ ...header, transferSyntaxUid: '', pixelData: undefined }));

/**
 * Reads a series with incomplete metadata. The first instance shows whether the server omitted the attributes or the instances lack them: if it adds
 * nothing, the others are taken from metadata.
 */
const readLacking = async (
  [first, ...others]: readonly InstanceMetadata[],
  read: ReadBytes,
): Promise<readonly ReadFile[]> => {
  if (first === undefined) return [];
  const sample = await byInstance(first, read);
  if (!('error' in sample) && isDeepStrictEqual(comparable(sample), comparable(byMetadata(first))))
    return [first, ...others].map(byMetadata);
  return [sample, ...(await Promise.all(others.map((one) => byInstance(one, read))))];
};

/** Sorted as in a folder, since a server lists them in any order. */
const inOrder = (files: readonly ReadFile[]): readonly ReadFile[] => {
  const byName = new Map(files.map((one) => [one.file.name, one]));
  return naturalOrder([...byName.keys()]).flatMap((name) => byName.get(name) ?? []);
};

/**
 * Images of a study from its metadata, or from its instances if metadata is incomplete.
 * @param read reads the bytes of instances by key
 */
export const readMetadata = async (instances: readonly InstanceMetadata[], read: ReadBytes) => {
  const lacking = new Map(instances.map((one) => [one, lackingInJson(one.data)]));
  const isWhole = (one: InstanceMetadata) => lacking.get(one)?.length === 0;
  const bySeries = grouped(
    instances.filter((one) => !isWhole(one)),
    ({ seriesUid }) => seriesUid,
  );
  const readAgain = await Promise.all([...bySeries.values()].map((series) => readLacking(series, read)));
  const fetched = readAgain
    .flat()
    .filter((one) => 'error' in one || one.headers.some(({ pixelData }) => pixelData !== undefined));
  const fetchedPaths = new Set(fetched.map(({ file }) => file.path));
  const missing = [...lacking].flatMap(([one, tags]) => (fetchedPaths.has(keyOf(one)) ? tags : []));
  const files = [...instances.filter(isWhole).map(byMetadata), ...readAgain.flat()];
  return {
    files: inOrder(files),
    /** Number of instances fetched for their headers. */
    fetched: fetched.length,
    /** Keywords that were missing from their metadata. */
    missing: [...new Set(missing.map(({ keyword }) => keyword))],
  };
};
