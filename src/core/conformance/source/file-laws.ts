import { appendFile, readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { isSliceName, readHeaders } from '../../../dicom/index.ts';
import type { ListedFile } from '../../../domain/indexed.ts';
import type { SeriesRef } from '../../../domain/study.ts';
import { SERIES_KINDS } from '../../../domain/vocabulary.ts';
import type { OpenSource } from '../../define-source.ts';
import { messageOf } from '../law.ts';
import { withinTime } from '../within-time.ts';
import { drained, sound } from './drained.ts';
import type { SourceLaw } from './source-subject.ts';

/** The slices of a series as operators see them: those of its reference, otherwise the `.dcm` files of its folder. */
const filesOf = async ({ folder, slices }: SeriesRef, { files }: OpenSource): Promise<readonly ListedFile[]> => {
  if (slices !== undefined) return slices.flatMap(({ file, copies }) => [file, ...copies]);
  const names = (await files.listFiles(folder)).filter(isSliceName);
  return names.map((name) => ({ name, path: join(folder, name) }));
};

const PREFIX_BYTES = 200;

const complaintAbout = async (file: ListedFile, { files }: OpenSource): Promise<string | undefined> => {
  try {
    const whole = await files.readBytes(file.path);
    const prefix = await files.readBytes(file.path, PREFIX_BYTES);
    const part = await files.readBytes(file.path, PREFIX_BYTES, PREFIX_BYTES);
    const same = (bytes: Uint8Array, from: number) =>
      Buffer.compare(bytes, whole.subarray(from, from + PREFIX_BYTES)) === 0;
    if (!same(prefix, 0)) return `readBytes("${file.path}", ${PREFIX_BYTES}) are not the first bytes of the file`;
    if (!same(part, PREFIX_BYTES))
      return `readBytes("${file.path}", ${PREFIX_BYTES}, ${PREFIX_BYTES}) are not the bytes from there on`;
    await readHeaders(files.readBytes, file);
    return undefined;
  } catch (error) {
    return `the slice "${file.path}" cannot be read: ${messageOf(error)}`;
  }
};

const FIRST_COMPLAINTS = 3;

export const filesLaw: SourceLaw = {
  name: 'gives every slice that it lists',
  complaints: ({ opened, timeoutMs }) =>
    opened(async (source, stop) => {
      const complaints: string[] = [];
      for (const { study } of sound(await drained(source, stop, timeoutMs))) {
        if (study.series.length === 0) complaints.push(`the study "${study.id}" has no series`);
        for (const series of study.series) {
          const name = `series "${series.id}" of the study "${study.id}"`;
          if (!SERIES_KINDS.includes(series.kind)) complaints.push(`${name} is of no known kind: "${series.kind}"`);
          const files = await withinTime(`listing ${name}`, timeoutMs, () => filesOf(series, source));
          if (files.length === 0) complaints.push(`${name} has no slices`);
          for (const file of files) {
            const complaint = await withinTime(`reading "${file.path}"`, timeoutMs, () => complaintAbout(file, source));
            if (complaint !== undefined) complaints.push(complaint);
          }
        }
      }
      return complaints.slice(0, FIRST_COMPLAINTS);
    }),
};

/** Appends a byte to every file of a study in the folder, or to every file if it has none there. */
const changeFiles = async (folder: string, paths: readonly string[]): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const all = entries.filter((entry) => entry.isFile()).map((entry) => resolve(entry.parentPath, entry.name));
  const own = all.filter((path) => paths.some((one) => resolve(one) === path));
  const changed = own.length > 0 ? own : all;
  for (const path of changed) await appendFile(path, Uint8Array.of(0));
  return changed.map((path) => relative(folder, path)).sort();
};

export const inputLaw: SourceLaw = {
  name: 'tells when a study has changed',
  complaints: ({ opened, timeoutMs, folder }) =>
    opened(async (source, stop) => {
      const [first] = sound(await drained(source, stop, timeoutMs));
      if (first?.error !== undefined || first === undefined) return ['gives no study that can be graded'];
      const inputOf = () => withinTime('"inputOf"', timeoutMs, () => source.inputOf(first.study));
      const [before, again] = [await inputOf(), await inputOf()];
      if (before.digest !== again.digest || before.bytes !== again.bytes)
        return ['asked twice, "inputOf" gives something else although nothing has changed'];
      const files = (await Promise.all(first.study.series.map((series) => filesOf(series, source)))).flat();
      const changed = await changeFiles(
        folder,
        files.map(({ path }) => path),
      );
      const [one] = changed;
      if (one === undefined) return []; // it reads no files
      const more = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
      const after = await inputOf();
      return [
        ...(after.digest !== before.digest
          ? []
          : [
              `the digest of "inputOf" stays when a byte is added to ${one}${more}; let it change with the files that hold the study`,
            ]),
        ...(before.bytes > 0 ? [] : ['"inputOf" says 0 bytes, so that no memory is kept for the study']),
      ];
    }),
};
