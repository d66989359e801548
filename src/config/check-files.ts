import type { Pipeline } from '../core/pipeline.ts';
import { asSpineError, type SpineError } from '../domain/spine-error.ts';
import { readRunFolder } from '../models/weights/run-folder.ts';
import { localFolder } from '../storage/model-cache.ts';
import { BUILT_IN } from './built-in.ts';
import { type CheckContext, checkPipeline, readPipelineText, withPluginFiles } from './check-pipeline.ts';
import { type Diagnostic, pipelineDiagnostic } from './diagnostic.ts';
import { fileDiagnostic } from './errors.ts';
import { coverageDiagnostics } from './grade-coverage.ts';
import { level2Diagnostics } from './level-2-networks.ts';
import { modelInputDiagnostics, type RecordedModel } from './model-inputs.ts';
import { sharedVariables } from './shared-variables.ts';
import { pipelinePath } from './shipped.ts';

/**
 * Returns what a pipeline file is checked against: the built-in plugins, and values for its `${variables}`.
 *
 * @example
 * import { builtInContext, loadPipeline, pipelinePath } from 'spinestream';
 *
 * const context = builtInContext({ models: 'weights/nano' });
 * (await loadPipeline(pipelinePath('demo'), context)).pipeline.models[0]?.path; // 'weights/nano/nano_coord_sagt2'
 */
export const builtInContext = (variables: Readonly<Record<string, string>>): CheckContext => ({
  registry: BUILT_IN,
  variables,
});

export interface CheckFilesOptions {
  /** Inputs that differ from what a model was trained on are warnings. */
  readonly allowMismatch?: boolean;
}

/**
 * Returns all diagnostics of pipeline files without running anything; an unreadable file yields one, too. Compares
 * existing models with the steps that feed them. The variables `studies`, `models` and `out` default to their own
 * names.
 * @param files      paths, or names of shipped pipelines
 * @param variables  values for `${variables}`; files without a variable ignore it
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 * import { checkFiles, formatDiagnostic } from 'spinestream';
 *
 * await writeFile('short.yaml', 'steps:\n  - load-series: { rule: dicom }\n');
 * (await checkFiles(['short.yaml'], {})).map(formatDiagnostic).at(-1); // 'short.yaml:2:20  error  load-series: unknown option "rule"...'
 * await checkFiles(['two-stage'], {}); // []
 */
export const checkFiles = async (
  files: readonly string[],
  variables: Readonly<Record<string, string>>,
  { allowMismatch = false }: CheckFilesOptions = {},
): Promise<readonly Diagnostic[]> => {
  const texts = await Promise.all(files.map(pipelinePath).map(read));
  const shared = sharedVariables(
    texts.map(({ file, text }) => ({ file, text: typeof text === 'string' ? text : undefined })),
    variables,
  );
  const diagnostics = [...shared.diagnostics];
  for (const [index, { file, text }] of texts.entries()) {
    const context = builtInContext({ studies: 'studies', models: 'models', out: 'out', ...shared.given[index] });
    if (typeof text !== 'string') diagnostics.push(fileDiagnostic(file, text));
    else {
      const checked = checkPipeline(text, file, await withPluginFiles(text, file, context));
      diagnostics.push(...checked.diagnostics);
      if (checked.pipeline !== undefined)
        diagnostics.push(...(await inputDiagnostics(checked.pipeline, allowMismatch)));
    }
  }
  return diagnostics;
};

/** A run reports missing models. */
const NOT_THERE = ['MODELS_FOLDER_MISSING', 'RUN_FOLDER_MISSING', 'RUN_FOLDER_NO_CONFIG'];

const inputDiagnostics = async (pipeline: Pipeline, allowMismatch: boolean): Promise<readonly Diagnostic[]> => {
  const models: RecordedModel[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { name, path } of pipeline.models)
    try {
      models.push({ name, path, config: (await readRunFolder(await localFolder(path))).config });
    } catch (cause) {
      const { code, message: reason } = asSpineError(cause);
      const message = `models: ${reason}`;
      if (!NOT_THERE.includes(code))
        diagnostics.push(pipelineDiagnostic(pipeline, ['models', name], { severity: 'error', code, message }));
    }
  return [
    ...diagnostics,
    ...modelInputDiagnostics(pipeline, models, allowMismatch ? 'warning' : 'error'),
    ...coverageDiagnostics(pipeline, models),
    ...level2Diagnostics(pipeline, models),
  ];
};

const read = async (file: string): Promise<{ readonly file: string; readonly text: string | SpineError }> => ({
  file,
  text: await readPipelineText(file).catch(asSpineError),
});
