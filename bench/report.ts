import { studyPage } from '../src/report/index.ts';
import { sampleStudy } from '../test/report/sample-study.ts';

const ROUNDS = 7;

/**
 * Measures the report page of a study with noisy full-size slices, the worst case for its images: median time and size.
 */
export const reportBench = async (report: (line: string) => void): Promise<void> => {
  const study = sampleStudy({ sizePx: 512 });
  const timesMs: number[] = [];
  let bytes = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const startMs = performance.now();
    bytes = Buffer.byteLength(await studyPage(study, { boxMm: 50 }));
    if (round > 0) timesMs.push(performance.now() - startMs);
  }
  timesMs.sort((a, b) => a - b);
  const slices = study.views.reduce((sum, view) => sum + view.slices.length, 0);
  report(
    `page of a study, ${slices} noisy slices of 512 x 512: ${timesMs[ROUNDS >> 1]!.toFixed(0)} ms (${timesMs[0]!.toFixed(0)} to ${timesMs.at(-1)!.toFixed(0)}), ${(bytes / 1e6).toFixed(2)} MB`,
  );
};
