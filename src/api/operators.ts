/**
 * Operators, their declarations and their vocabulary. Loads no decoder, network runtime or training code.
 * @module spinestream/operators
 */
export { z } from 'zod';
export { type CompileOptions, compile, type OnStep, type StudyWork } from '../core/compile.ts';
export {
  type BoundOperator,
  defineOperator,
  isOperator,
  type Operator,
  type OperatorInfo,
  type OperatorSpec,
  type Result,
} from '../core/define-operator.ts';
export {
  defineOutput,
  type OpenOutput,
  type OutputEnv,
  type OutputExample,
  type OutputFile,
  type OutputInfo,
  type OutputSpec,
  type Row,
  type RunFacts,
  type StudyOutcome,
  type StudyOutput,
} from '../core/define-output.ts';
export {
  type BoundSource,
  defineSource,
  type ExampleService,
  type OpenSource,
  type SourceEnv,
  type SourceExample,
  type SourceFiles,
  type SourceInfo,
  type SourceSpec,
  type StudyInput,
} from '../core/define-source.ts';
export * from '../core/entries.ts'; // `export *`, so that `declare module 'spinestream'` can add custom entries
export { entrySuffix } from '../core/entry-name.ts';
export type { OperatorEnv, StudyContext } from '../core/operator-env.ts';
export type { OperatorExample } from '../core/operator-example.ts';
export type { ModelReference, Pipeline, Step } from '../core/pipeline.ts';
export {
  type OperatorRegistry,
  type Plugin,
  type PluginInfo,
  type Plugins,
  type Registry,
  registryOf,
  withPlugins,
} from '../core/registry.ts';
export type { StudyItem } from '../core/study-item.ts';
export {
  type Additions,
  adding,
  addingAll,
  entryOf,
  type StudyState,
  stateOf,
  withAdditions,
} from '../core/study-state.ts';
export type { StepUnderWay, WithinStep } from '../core/within-step.ts';
export {
  type Basis,
  basisOfRegions,
  mergedBasis,
  REGION_BLANK,
  type Seen,
  UNKNOWN_BASIS,
  withDoubts,
} from '../domain/basis.ts';
export { elementCount, type Image, type ReadonlyPixels, type Tensor } from '../domain/image.ts';
export type * from '../domain/results.ts';
export { nameOfSite, type Site, sitesAgree } from '../domain/site.ts';
export { asSpineError, SpineError, type SpineErrorInit, type Where } from '../domain/spine-error.ts';
export type * from '../domain/study.ts';
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
} from '../domain/vocabulary.ts';
export { nameOfWarnedSite, type WarnedSite, type WarningCause, warningCauses } from '../domain/warning-cause.ts';
export { averageSides } from '../operators/average-sides.ts';
export { BUILT_IN_OPERATORS } from '../operators/built-in.ts';
export { checkKeypoints } from '../operators/check-keypoints.ts';
export { classify } from '../operators/classify.ts';
export { combineLogits } from '../operators/combine-logits.ts';
export { cropRois } from '../operators/crop-rois.ts';
export { ensembleAverage } from '../operators/ensemble-average.ts';
export { heatmapKeypoints } from '../operators/heatmap-keypoints.ts';
export { loadSeries } from '../operators/load-series.ts';
export { normalise } from '../operators/normalise.ts';
export { projectToAxial } from '../operators/project-to-axial.ts';
export { selectSlices } from '../operators/select-slices.ts';
export { type ExportedFiles, studiesByHeader } from '../streams/sources/study-items.ts';
export { type StudyOperators, throughWindow } from '../streams/through-window.ts';
