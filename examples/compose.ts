import type { Observable } from 'rxjs';
import {
  averageSides,
  checkKeypoints,
  classify,
  cropRois,
  ensembleAverage,
  heatmapKeypoints,
  loadSeries,
  normalise,
  type OperatorEnv,
  projectToAxial,
  type StudyItem,
  type StudyOperators,
  type StudyOutcome,
  selectSlices,
  throughWindow,
} from 'spinestream';

/** A part of the flow: operators with their environment and options, in order. */
type Stage = (env: OperatorEnv) => StudyOperators;

/** Stage 1 on the sagittal series: keypoints of the five levels, in the canal and in the foramina of both sides. */
const sagittalKeypoints: Stage = (env) => [
  loadSeries(env, {}),
  selectSlices(env, { kind: 'Sagittal T2/STIR', slices: 5, as: 'sagt2' }),
  normalise(env, { selections: 'sagt2', as: 'sagt2' }),
  heatmapKeypoints(env, { model: 'coord_sagt2', stacks: 'sagt2', as: 'sagt2' }),
  selectSlices(env, { kind: 'Sagittal T1', slices: 3, position: 'lateral', lateralMm: 16.8, as: 'sagt1' }),
  normalise(env, { selections: 'sagt1', as: 'sagt1' }),
  heatmapKeypoints(env, { model: 'coord_sagt1', stacks: 'sagt1', as: 'sagt1' }),
];

/** Stage 1 on the axial series: the slices next to the canal's keypoints, and both recesses in them. */
const axialKeypoints: Stage = (env) => [
  projectToAxial(env, { keypoints: 'sagt2', as: 'axial' }),
  selectSlices(env, { instances: 'axial', slices: 3, position: 'instance', as: 'axial' }),
  normalise(env, { selections: 'axial', as: 'axial' }),
  heatmapKeypoints(env, { model: 'coord_axi', stacks: 'axial', channels: 'sides', as: 'axial' }),
  averageSides(env, { keypoints: 'axial', as: 'axial-centre' }),
  checkKeypoints(env, { spinal: 'sagt2', foraminal: 'sagt1', subarticular: 'axial', as: 'keypoints' }),
];

/** Distances of the foramina from the middle of the stack, in mm, from L1/L2 to L5/S1. */
const FORAMEN_MM: [number, number, number, number, number] = [14.9, 15.7, 16.7, 17.8, 18.9];

/** Stage 2, first half: squares of 50 mm about the keypoints. */
const regions: Stage = (env) => [
  cropRois(env, { keypoints: 'sagt2', selections: 'sagt2', as: 'sagt2' }),
  selectSlices(env, { keypoints: 'sagt1', slices: 5, position: 'lateral', lateralMm: FORAMEN_MM, as: 'sagt1-roi' }),
  cropRois(env, { keypoints: 'sagt1', selections: 'sagt1-roi', as: 'sagt1' }),
  selectSlices(env, { keypoints: 'axial', slices: 5, position: 'instance', as: 'axial-roi' }),
  cropRois(env, { keypoints: 'axial', selections: 'axial-roi', mirror: 'right', as: 'axial' }),
  selectSlices(env, { keypoints: 'axial-centre', slices: 5, position: 'instance', as: 'axial-centre-roi' }),
  cropRois(env, { keypoints: 'axial-centre', selections: 'axial-centre-roi', as: 'axial-centre' }),
];

/** Stage 2, second half: every location graded by a split model and by the global one, then averaged. */
const grades: Stage = (env) => [
  classify(env, { model: 'spinal', rois: { sagt2: 'sagt2', axial_centre: 'axial-centre' }, as: 'spinal' }),
  classify(env, { model: 'foraminal', rois: { sagt1: 'sagt1' }, as: 'foraminal' }),
  classify(env, { model: 'subarticular', rois: { axial: 'axial' }, as: 'subarticular' }),
  classify(env, { model: 'global', rois: { sagt2: 'sagt2', sagt1: 'sagt1', axial: 'axial' }, as: 'global' }),
  ensembleAverage(env, {
    logits: ['spinal', 'foraminal', 'subarticular', 'global'],
    doubts: ['keypoints'],
    as: 'final',
  }),
];

/** `pipelines/two-stage.yaml`, written in TypeScript. */
export const twoStage: Stage = (env) => [
  ...sagittalKeypoints(env),
  ...axialKeypoints(env),
  ...regions(env),
  ...grades(env),
];

/** Every study of a source, graded, a few at a time: the next one is asked for when one has left. One that fails is told, and the others go on. */
export const gradedStudies = (
  studies: AsyncIterable<StudyItem>,
  env: OperatorEnv,
  concurrency = 2,
): Observable<StudyOutcome> => throughWindow(studies, concurrency, twoStage(env));
