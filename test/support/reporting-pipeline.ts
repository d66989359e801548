import { join } from 'node:path';
import { writeTree } from './file-tree.ts';

/** Grades and keypoints without networks; they follow from the number of slices. */
const PLUGIN = `
import { setTimeout as pause } from 'node:timers/promises';
import { adding, addingAll, defineOperator, entryOf, z } from 'spinestream';

const CONDITIONS = ['spinal_canal_stenosis', 'left_neural_foraminal_narrowing', 'right_neural_foraminal_narrowing',
  'left_subarticular_stenosis', 'right_subarticular_stenosis'];
const LEVELS = ['l1_l2', 'l2_l3', 'l3_l4', 'l4_l5', 'l5_s1'];

export const gradeByCount = defineOperator({
  name: 'grade-by-count',
  summary: 'Grades that follow from the number of slices.',
  options: z.strictObject({}),
  reads: () => ['series'],
  writes: () => ['probabilities.final'],
  apply: () => async (study) => {
    await pause(20);
    const slices = entryOf(study, 'series').reduce((sum, { files }) => sum + files.length, 0);
    const severe = slices / (slices + 10);
    const probabilities = [1 - severe - severe / 4, severe / 4, severe];
    const basis = { seen: 'all', doubtful: false, reasons: [] };
    return adding(
      'probabilities.final',
      CONDITIONS.flatMap((condition) => LEVELS.map((level) => ({ condition, level, probabilities, basis }))),
    );
  },
});

export const pointsDown = defineOperator({
  name: 'points-down',
  summary: 'Keypoints down the middle of the picture, and a view of it for every level.',
  options: z.strictObject({}),
  reads: () => ['series', 'selections.sagt2'],
  writes: () => ['keypoints.sagt2', 'keypoints.levels', 'selections.levels'],
  apply: () => async (study) => {
    const [series] = entryOf(study, 'series');
    const [selection] = entryOf(study, 'selections.sagt2');
    const point = (site, index) => ({ site, seriesId: series.id, point: { xNorm: 0.5, yNorm: (index + 1) / 7 } });
    return addingAll(
      adding('keypoints.sagt2', LEVELS.map((level, index) => point({ level }, index))),
      adding('keypoints.levels', LEVELS.map((level, index) => point({ level, side: 'left' }, index))),
      adding('selections.levels', LEVELS.map((level) => ({ ...selection, site: { level } }))),
    );
  },
});
`;

const pipeline = ({ pacs, failed = 'write', levels = false }: ReportingOptions) => `plugins: [./reporting.ts]
steps:
  - load-series: {}
  - select-slices: { kind: Sagittal T2/STIR, slices: 3, as: sagt2 }
  - grade-by-count: {}
  - points-down: {}
outputs:
  - submission: { probabilities: final }
  - dicom-sr: { probabilities: final, spinal: sagt2, failed: ${failed}${levels ? ', subarticular: levels' : ''} }
  - dicom-sc: { probabilities: final, spinal: sagt2${levels ? ', subarticular: levels' : ''} }
  - stow: { url: "${pacs}", longestPauseS: 0.2 }
`;

export interface ReportingOptions {
  /** Root of the server that results are sent to. */
  readonly pacs: string;
  readonly failed?: 'write' | 'skip';
  /** A key image for each level, too; then more is sent of a study than buffers on the way hold. */
  readonly levels?: boolean;
}

/**
 * Writes a pipeline into a folder whose steps need no networks; what is made of their results, a report and key images, and how that comes to a
 * DICOMweb server, is the product's own. @returns its file
 */
export const writeReportingPipeline = async (folder: string, options: ReportingOptions): Promise<string> => {
  await writeTree(folder, { 'reporting.yaml': pipeline(options), 'reporting.ts': PLUGIN });
  return join(folder, 'reporting.yaml');
};
