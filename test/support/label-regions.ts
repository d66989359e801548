import { adding, type StudyState } from '../../src/core/study-state.ts';
import { averageSides } from '../../src/operators/average-sides.ts';
import { cropRois } from '../../src/operators/crop-rois.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { selectSlices } from '../../src/operators/select-slices.ts';
import { goldenStudies, labelKeypoints } from './golden-studies.ts';
import { fileEnv, stateWith, through } from './operator-flow.ts';

const LATERAL_MM: [number, number, number, number, number] = [14.9, 15.7, 16.7, 17.8, 18.9];

const cut = async (): Promise<ReadonlyMap<string, StudyState>> => {
  const env = fileEnv();
  const states = new Map<string, StudyState>();
  for (const study of await goldenStudies()) {
    const labelled = stateWith(
      study,
      adding('keypoints.sagt2', labelKeypoints(study.id, 'spinal')),
      adding('keypoints.sagt1', labelKeypoints(study.id, 'foraminal')),
      adding('keypoints.axial', labelKeypoints(study.id, 'subarticular')),
    );
    const state = await through(
      labelled,
      loadSeries(env, { rules: 'original' }),
      averageSides(env, { keypoints: 'axial', as: 'axial-centre' }),
      selectSlices(env, { keypoints: 'sagt2', slices: 5, as: 'sagt2' }),
      selectSlices(env, {
        keypoints: 'sagt1',
        slices: 5,
        position: 'lateral',
        lateralMm: LATERAL_MM,
        as: 'sagt1-roi',
      }),
      selectSlices(env, { keypoints: 'axial', slices: 5, position: 'instance', as: 'axial-roi' }),
      selectSlices(env, { keypoints: 'axial-centre', slices: 5, position: 'instance', as: 'axial-centre-roi' }),
      cropRois(env, { keypoints: 'sagt2', selections: 'sagt2', as: 'sagt2' }),
      cropRois(env, { keypoints: 'sagt1', selections: 'sagt1-roi', as: 'sagt1' }),
      cropRois(env, { keypoints: 'axial', selections: 'axial-roi', mirror: 'right', as: 'axial' }),
      cropRois(env, { keypoints: 'axial-centre', selections: 'axial-centre-roi', as: 'axial-centre' }),
    );
    states.set(study.id, state);
  }
  return states;
};

let states: Promise<ReadonlyMap<string, StudyState>> | undefined;

/** The golden studies with every region about their label coordinates, by study; cut once a process. */
export const labelRegions = (): Promise<ReadonlyMap<string, StudyState>> => {
  states ??= cut();
  return states;
};
