/**
 * The public API. Importing it starts nothing and loads no network runtime; those come with `startOnnxRuntime`.
 * `z` is the zod that options are declared with: one copy, so that schemas of operators and those of the product understand each other.
 */
export { z } from 'zod';
export { BUILT_IN } from './config/built-in.ts';
export { builtInContext, checkFiles } from './config/check-files.ts';
export { type CheckContext, checkPipeline, loadPipeline, withPluginFiles } from './config/check-pipeline.ts';
export { type Finding, formatFinding } from './config/finding.ts';
export { pipelineJsonSchema } from './config/pipeline-schema.ts';
export { pipelinePath, shippedPipelines } from './config/shipped.ts';
export { loadPluginFile, type PluginFile } from './config/user-files/load-plugins.ts';
export { type CompileOptions, compile, type OnStep, type StudyWork } from './core/compile.ts';
export { brokenLaws, type ConformanceOptions, checkOperator, LAWS, type LawResult } from './core/conformance/index.ts';
export {
  type BoundOperator,
  defineOperator,
  isOperator,
  type Operator,
  type OperatorInfo,
  type OperatorSpec,
  type Result,
} from './core/define-operator.ts';
export {
  defineOutput,
  type OpenOutput,
  type OutputEnv,
  type OutputFile,
  type OutputInfo,
  type OutputSpec,
  type Row,
  type RunFacts,
  type StudyOutcome,
  type StudyOutput,
} from './core/define-output.ts';
export {
  type BoundSource,
  defineSource,
  type OpenSource,
  type SourceEnv,
  type SourceFiles,
  type SourceInfo,
  type SourceSpec,
  type StudyInput,
} from './core/define-source.ts';
export * from './core/entries.ts'; // `export *`, so that `declare module 'spinestream'` can add entries of one's own
export { entrySuffix } from './core/entry-name.ts';
export type { OperatorEnv, StudyContext } from './core/operator-env.ts';
export type { OperatorExample } from './core/operator-example.ts';
export type { ModelReference, Pipeline, Step } from './core/pipeline.ts';
export { type OperatorRegistry, type Plugins, type Registry, registryOf, withPlugins } from './core/registry.ts';
export type { StudyItem } from './core/study-item.ts';
export {
  type Additions,
  adding,
  addingAll,
  entryOf,
  type StudyState,
  stateOf,
  withAdditions,
} from './core/study-state.ts';
export type { StepUnderWay, WithinStep } from './core/within-step.ts';
export {
  chooseSlices,
  type DecodedSlice,
  decodeSlice,
  geometryOf,
  nearestPlane,
  type PointPx,
  parseHeader,
  patientPointOf,
  type ReadBytes,
  readBytes,
  readHeader,
  type SliceHeader,
  type SliceStore,
  sliceStore,
} from './dicom/index.ts';
export {
  type Basis,
  basisOfRegions,
  mergedBasis,
  REGION_BLANK,
  type Seen,
  UNKNOWN_BASIS,
  withDoubts,
} from './domain/basis.ts';
export type * from './domain/findings.ts';
export { elementCount, type Image, type ReadonlyPixels, type Tensor } from './domain/image.ts';
export { nameOfPlace, type Place, placesAgree } from './domain/place.ts';
export { asSpineError, SpineError, type SpineErrorInit, type Where } from './domain/spine-error.ts';
export type * from './domain/study.ts';
export {
  CONDITIONS,
  type Condition,
  LEVELS,
  type Level,
  LOCATIONS,
  type Location,
  locationOf,
  MISSING_LABEL,
  SERIES_KINDS,
  SEVERITIES,
  type SeriesKind,
  type Severity,
  SIDES,
  type Side,
} from './domain/vocabulary.ts';
export { nameOfWarnedPlace, type WarnedPlace, type WarningCause, warningCauses } from './domain/warning-cause.ts';
export { type EvaluateOptions, evaluateRuns } from './evaluation/evaluate-runs.ts';
export { scoreFiles } from './evaluation/inputs/score-files.ts';
export {
  type ChallengeScore,
  challengeScore,
  type Evaluation,
  evaluateEnsemble,
  evaluateGrades,
  type GradedStudy,
  type ScoreRow,
} from './evaluation/metrics/index.ts';
export { listFiles } from './files/list-files.ts';
export {
  boxInside,
  cropResizeInto,
  gaussianHeatmap,
  type ImageSize,
  mirroredColumns,
  type Peak,
  peakOf,
  resize,
  resizeInto,
  softmax,
  squareAbout,
  standardised,
  standardiseInPlace,
} from './imaging/index.ts';
export { type DescribedRunFolder, describeRunFolder } from './models/describe-run-folder.ts';
export type { ExportedFile } from './models/export/describe-export.ts';
export { type ExportOptions, exportModel } from './models/export/export-model.ts';
export { type ImportOnnxOptions, importOnnx } from './models/external-onnx/import-onnx.ts';
export { type ImportBackboneOptions, importBackbone } from './models/import-backbone.ts';
export { meanPrediction } from './models/mean-prediction.ts';
export {
  loadModels,
  type ModelIdentity,
  type ModelRequest,
  type ModelSet,
  type ModelStore,
  type OpenModel,
  openModel,
} from './models/model-store.ts';
export { startOnnxRuntime } from './models/runtime/onnx/onnx-runtime.ts';
export type { Predictor, Runtime, Tensors } from './models/runtime/runtime.ts';
export { importCheckpoint, importRunFolder } from './models/weights/import-original.ts';
export { type Architecture, type ArchitectureConfig, architectureOf } from './models/zoo/architecture.ts';
export { type ZooEntry, zooTable } from './models/zoo/zoo-table.ts';
export { averageSides } from './operators/average-sides.ts';
export { BUILT_IN_OPERATORS } from './operators/built-in.ts';
export { checkKeypoints } from './operators/check-keypoints.ts';
export { classify } from './operators/classify.ts';
export { cropRois } from './operators/crop-rois.ts';
export { ensembleAverage } from './operators/ensemble-average.ts';
export * from './operators/examples/index.ts';
export { heatmapKeypoints } from './operators/heatmap-keypoints.ts';
export { loadSeries } from './operators/load-series.ts';
export { normalise } from './operators/normalise.ts';
export { projectToAxial } from './operators/project-to-axial.ts';
export { selectSlices } from './operators/select-slices.ts';
export { type GradeEvent, type GradeOptions, gradeStudies, type RunSummary } from './run/grade-studies.ts';
export {
  type FolderInspection,
  type InspectOptions,
  inspectStudy,
  type StudyInspection,
} from './run/inspection/inspect-study.ts';
export { type RunCounts, type RunOptions, runPipeline, type StudyProgress } from './run/run-pipeline.ts';
export { type RunSettings, runSettings } from './run/settings.ts';
export { BUILT_IN_OUTPUTS } from './streams/outputs/built-in.ts';
export { type FolderOptions, openFolder } from './streams/sources/folder.ts';
export { openStudies, type Studies } from './streams/sources/open-studies.ts';
export { openStudyFolder, type StudyFolder } from './streams/sources/study-folder.ts';
export { allStudies, listedStudies } from './streams/sources/study-sources.ts';
export { openWatchedFolder, type WatchedFolderOptions } from './streams/sources/watched-folder.ts';
export { throughWindow } from './streams/through-window.ts';
export { chooseEngine, type EngineChoice, type EngineRequest } from './training/choose-engine.ts';
export type { DataBatch } from './training/data/batch-of.ts';
export type { Dataset, TrainingPass } from './training/data/dataset.ts';
export { batchesOf, type TfBatch } from './training/data/tf-batch.ts';
export type { Experiment } from './training/experiment/experiment.ts';
export { type LoadedExperiments, loadExperiments } from './training/experiment/load-experiments.ts';
export { startOnnxEngine } from './training/onnx-engine.ts';
export { previewExperiment } from './training/preview/preview-experiment.ts';
export {
  defineCallbacks,
  type EpochRecord,
  type FoldEnd,
  type FoldStart,
  type StepDone,
  type TrainCallbacks,
} from './training/run/events.ts';
export { type DatasetSource, experimentDataset } from './training/run/experiment-dataset.ts';
export { type MeasuredPeaks, type MeasurePeaksOptions, measurePeaks } from './training/run/measure-peaks.ts';
export { openData } from './training/run/open-data.ts';
export { type TrainOptions, trainExperiments, trainJobs } from './training/run/train-experiments.ts';
export { startTfjsEngine, type TfjsEngineOptions } from './training/tfjs-engine.ts';
export type { EngineOptions, TrainEngine } from './training/train-engine.ts';
