import type { FailedOutcome, OutputEnv } from '../../../core/define-output.ts';
import { readCopiedAttributes, sliceFilesOf } from '../../../dicom/index.ts';
import { SpineError } from '../../../domain/spine-error.ts';
import type { SeriesRef } from '../../../domain/study.ts';
import { type SourceAttributes, sourceAttributes } from '../../../interop/source/source-attributes.ts';

interface NamedFile {
  readonly name: string;
  readonly path: string;
}

const filesOf = async ({ folder, slices }: SeriesRef, env: OutputEnv): Promise<readonly NamedFile[]> =>
  slices?.map(({ file }) => file) ?? sliceFilesOf(folder, await env.listFiles(folder).catch(() => []));

/** Reads the patient and study of a file. @throws read errors, INTEROP_SOURCE_INCOMPLETE */
export const attributesOfFile = async (file: NamedFile, env: OutputEnv): Promise<SourceAttributes> =>
  sourceAttributes(await readCopiedAttributes(env.readBytes, file), { file: file.name });

/** The contents of a file; undefined if it is unreadable or incomplete. */
const attributesIfThere = async (file: NamedFile, env: OutputEnv): Promise<SourceAttributes | undefined> => {
  try {
    return await attributesOfFile(file, env);
  } catch (error) {
    if (error instanceof SpineError) return undefined;
    throw error;
  }
};

/** The patient and study, from the first readable file; undefined if there is none, so that no object can be filed. */
export const attributesOfStudy = async (
  study: FailedOutcome['study'],
  env: OutputEnv,
): Promise<SourceAttributes | undefined> => {
  const { image, series = [] } = study;
  const told = image && (await attributesIfThere(image, env));
  if (told !== undefined) return told;
  for (const ref of series)
    for (const file of await filesOf(ref, env)) {
      const found = await attributesIfThere(file, env);
      if (found !== undefined) return found;
    }
  return undefined;
};
