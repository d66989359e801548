import { lastValueFrom, type Observable, of } from 'rxjs';
import type { OperatorEnv } from '../src/core/operator-env.ts';
import { entryOf, type StudyState, stateOf } from '../src/core/study-state.ts';
import { readBytes } from '../src/dicom/index.ts';
import { listFiles } from '../src/files/list-files.ts';
import type { ModelSet, ModelStore } from '../src/models/model-store.ts';
import { architectureOf } from '../src/models/zoo/architecture.ts';
import { averageSides } from '../src/operators/average-sides.ts';
import { cropRois } from '../src/operators/crop-rois.ts';
import { heatmapKeypoints } from '../src/operators/heatmap-keypoints.ts';
import { loadSeries } from '../src/operators/load-series.ts';
import { normalise } from '../src/operators/normalise.ts';
import { projectToAxial } from '../src/operators/project-to-axial.ts';
import { selectSlices } from '../src/operators/select-slices.ts';
import { openStudyFolder } from '../src/streams/sources/study-folder.ts';
import { allStudies } from '../src/streams/sources/study-sources.ts';
import { withBenchStudies } from './bench-studies.ts';

const RESOLUTION_PX = 512;
const ROUNDS = 5;

/** A keypoint model without computation: every map peaks in the middle, so that every region is cropped. */
const middlePeaks = (name: string, inChannels: number, outChannels: number): ModelSet => {
  const architecture = architectureOf(
    { kind: 'keypoints', encoder: 'resnet34', inChannels, outChannels },
    { resolutionPx: RESOLUTION_PX },
  );
  const data = new Float32Array(outChannels * RESOLUTION_PX ** 2);
  for (let c = 0; c < outChannels; c++) data[(c + 0.5) * RESOLUTION_PX ** 2 + RESOLUTION_PX / 2] = 1;
  const heatmaps = { shape: [1, outChannels, RESOLUTION_PX, RESOLUTION_PX], data };
  const predict = async () => ({ heatmaps });
  return { name, architecture, members: [{ name, inputs: [], outputs: [], predict, release: async () => {} }] };
};

const MODELS = new Map([
  ['coord_sagt2', middlePeaks('coord_sagt2', 5, 5)],
  ['coord_sagt1', middlePeaks('coord_sagt1', 3, 5)],
  ['coord_axi', middlePeaks('coord_axi', 3, 2)],
]);
const models: ModelStore = { get: async (name) => MODELS.get(name)! };
const env: OperatorEnv = { readBytes, listFiles, models };

const LATERAL_MM: [number, number, number, number, number] = [14.9, 15.7, 16.7, 17.8, 18.9];

/**
 * Does all work on a study except the networks: from DICOM files to all inputs of stage 1 and all regions of stage 2, at
 * each of these sizes.
 */
export const prepare = (state: StudyState, regionSizesPx: readonly number[] = [128]): Promise<StudyState> => {
  const stage1 = of(state).pipe(
    loadSeries(env, {}),
    selectSlices(env, { kind: 'Sagittal T2/STIR', slices: 5, as: 'sagt2' }),
    normalise(env, { selections: 'sagt2', as: 'sagt2' }),
    heatmapKeypoints(env, { model: 'coord_sagt2', stacks: 'sagt2', as: 'sagt2' }),
    selectSlices(env, { kind: 'Sagittal T1', slices: 3, position: 'lateral', lateralMm: 16.8, as: 'sagt1' }),
    normalise(env, { selections: 'sagt1', as: 'sagt1' }),
    heatmapKeypoints(env, { model: 'coord_sagt1', stacks: 'sagt1', as: 'sagt1' }),
    projectToAxial(env, { keypoints: 'sagt2', maxDistanceMm: 1000, as: 'axial' }),
    selectSlices(env, { instances: 'axial', slices: 3, position: 'instance', as: 'axial' }),
  );
  const selected = stage1.pipe(
    normalise(env, { selections: 'axial', as: 'axial' }),
    heatmapKeypoints(env, { model: 'coord_axi', stacks: 'axial', channels: 'sides', as: 'axial' }),
    averageSides(env, { keypoints: 'axial', as: 'centre' }),
    selectSlices(env, { keypoints: 'sagt1', slices: 5, position: 'lateral', lateralMm: LATERAL_MM, as: 'sagt1-roi' }),
    selectSlices(env, { keypoints: 'axial', slices: 5, position: 'instance', as: 'axial-roi' }),
    selectSlices(env, { keypoints: 'centre', slices: 5, position: 'instance', as: 'centre-roi' }),
  );
  const withRegions = (states: Observable<StudyState>, resolutionPx: number): Observable<StudyState> =>
    states.pipe(
      cropRois(env, { keypoints: 'sagt2', selections: 'sagt2', resolutionPx, as: 'sagt2' }),
      cropRois(env, { keypoints: 'sagt1', selections: 'sagt1-roi', resolutionPx, as: 'sagt1' }),
      cropRois(env, { keypoints: 'axial', selections: 'axial-roi', mirror: 'right', resolutionPx, as: 'axial' }),
      cropRois(env, { keypoints: 'centre', selections: 'centre-roi', resolutionPx, as: 'centre' }),
    );
  return lastValueFrom(regionSizesPx.reduce(withRegions, selected));
};

/** Studies per second on one core, in CPU time, so that other work on the machine does not count. */
export const preparationBench = (report: (line: string) => void): Promise<void> =>
  withBenchStudies(async (folder, what) => {
    const source = await openStudyFolder({ root: folder });
    const rates: number[] = [];
    let regions = 0;
    for (let round = 0; round <= ROUNDS; round++) {
      const before = process.cpuUsage();
      let studies = 0;
      for await (const { study, error } of allStudies(source)) {
        if (error !== undefined) throw error;
        const state = await prepare(stateOf(study));
        regions = (['rois.sagt2', 'rois.sagt1', 'rois.axial', 'rois.centre'] as const).reduce(
          (sum, name) => sum + entryOf(state, name).length,
          0,
        );
        studies++;
      }
      const { user, system } = process.cpuUsage(before);
      if (round > 0) rates.push((1e6 * studies) / (user + system));
    }
    const sorted = rates.sort((a, b) => a - b);
    report(
      `${what}: ${sorted[ROUNDS >> 1]!.toFixed(1)} studies/s of one core (${sorted[0]!.toFixed(1)} to ${sorted.at(-1)!.toFixed(1)}), ${regions} regions a study`,
    );
  });
