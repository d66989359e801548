import type { OutputEnv, StudyOutcome } from '../../../core/define-output.ts';
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

/** Whose study a file belongs to. @throws what reading it throws, INTEROP_SOURCE_INCOMPLETE */
export const attributesOfFile = async (file: NamedFile, env: OutputEnv): Promise<SourceAttributes> =>
  sourceAttributes(await readCopiedAttributes(env.readBytes, file), { file: file.name });

/** Whose study it is, by the first of its files that can be read; undefined where none can, so that nothing can be filed with it. */
export const attributesOfStudy = async (
  { series = [] }: Partial<StudyOutcome['study']>,
  env: OutputEnv,
): Promise<SourceAttributes | undefined> => {
  for (const ref of series)
    for (const file of await filesOf(ref, env))
      try {
        return await attributesOfFile(file, env);
      } catch (error) {
        if (!(error instanceof SpineError)) throw error;
      }
  return undefined;
};
