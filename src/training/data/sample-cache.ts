import { join } from 'node:path';
import { createFolders } from '../../files/make-folder.ts';
import { sha256Of } from '../../files/sha256.ts';
import { productVersion } from '../../run/product-version.ts';
import { studyFilesOf } from '../../streams/sources/study-files.ts';
import { readSamples, writeSamples } from './sample-file.ts';
import type { PrepareStudy, StudyGiven } from './study-flow.ts';

export interface SampleCacheOptions {
  /** Folder with one file per study. */
  readonly folder: string;
  /** The parts of the experiment that samples depend on, as text. */
  readonly recipe: string;
}

/**
 * Caches the samples of studies on disk. A study is prepared again if anything changes that its samples depend on: the
 * steps, its labels, its files (names, sizes, times), its series, or this program's version. An unreadable file counts
 * as missing.
 */
export const cached =
  (prepare: PrepareStudy, options: SampleCacheOptions): PrepareStudy =>
  async (given) => {
    const path = join(options.folder, `${given.study.id}-${await keyOf(given, options.recipe)}.safetensors`);
    const found = await readSamples(path);
    if (found !== undefined) return found;
    const samples = await prepare(given);
    await createFolders(options.folder);
    await writeSamples(path, samples);
    return samples;
  };

const keyOf = async ({ study, labels }: StudyGiven, recipe: string): Promise<string> => {
  const { digest } = await studyFilesOf(study);
  const series = study.series.map(({ id, kind }) => [id, kind]);
  const content = JSON.stringify([productVersion(), recipe, study.id, series, labels, digest]);
  return sha256Of(content).slice(0, 24);
};
