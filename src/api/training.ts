/**
 * Experiments, datasets, engines.
 * In examples `keypoints.yaml` is an experiment file of your own, and `trained` a folder of run folders that it trained.
 * @module spinestream/training
 */
export { chooseEngine, type EngineChoice, type EngineRequest } from '../training/choose-engine.ts';
export type { DataBatch } from '../training/data/batch-of.ts';
export type { Dataset, TrainingPass } from '../training/data/dataset.ts';
export { type TfBatch, tfDataset } from '../training/data/tf-batch.ts';
export type { Experiment } from '../training/experiment/experiment.ts';
export { type LoadedExperiments, loadExperiments } from '../training/experiment/load-experiments.ts';
export { type MeasuredFeatures, measureFeatures } from '../training/measurements/measure-features.ts';
export { type MeasuredPeaks, measurePeaks } from '../training/measurements/measure-peaks.ts';
export { type MeasureImagesOptions, measureTrainingImages } from '../training/measurements/measure-training-images.ts';
export type { MeasureOptions } from '../training/measurements/trained-networks.ts';
export { startOnnxEngine } from '../training/onnx-engine.ts';
export { previewExperiment } from '../training/preview/preview-experiment.ts';
export {
  defineCallbacks,
  type EpochRecord,
  type FoldEnd,
  type FoldStart,
  type StepDone,
  type TrainCallbacks,
} from '../training/run/callbacks/events.ts';
export { type DatasetSource, experimentDataset } from '../training/run/experiment-dataset.ts';
export { openData } from '../training/run/open-data.ts';
export { type TrainOptions, trainExperiments, trainJobs } from '../training/run/train-experiments.ts';
export { startTfjsEngine, type TfjsEngineOptions } from '../training/tfjs-engine.ts';
export type { EngineOptions, TrainEngine } from '../training/train-engine.ts';
