/**
 * The public API. Importing it starts nothing and loads no network runtime; those come with `startOnnxRuntime`.
 * `z` is the zod that options are declared with: one copy, so that schemas of operators and those of the product understand each other.
 *
 * Examples take `data` as `spinestream phantom --studies 5 --no-quirks --out data` writes it, and `weights/nano` from the package's folder.
 * A comment behind an expression is its value; a test compares the two.
 * @module spinestream
 */

export * from './api/dicom.ts';
export * from './api/evaluation.ts';
export * from './api/imaging.ts';
export * from './api/models.ts';
export * from './api/operators.ts';
export * from './api/testing.ts';
export * from './api/training.ts';
export { BUILT_IN } from './config/built-in.ts';
export { builtInContext, checkFiles } from './config/check-files.ts';
export { type CheckContext, checkPipeline, loadPipeline, withPluginFiles } from './config/check-pipeline.ts';
export { type Diagnostic, formatDiagnostic } from './config/diagnostic.ts';
export { pipelineJsonSchema } from './config/pipeline-schema.ts';
export { pipelinePath, shippedPipelines } from './config/shipped.ts';
export { loadPluginFile, type PluginFile } from './config/user-files/load-plugins.ts';
export { listFiles } from './files/list-files.ts';
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
export { studyFilesOf } from './streams/sources/study-files.ts';
export { openStudyFolder, type StudyFolder } from './streams/sources/study-folder.ts';
export { allStudies, listedStudies } from './streams/sources/study-sources.ts';
export { openWatchedFolder, type WatchedFolderOptions } from './streams/sources/watched-folder.ts';
