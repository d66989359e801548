import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BoundOperator } from '../core/define-operator.ts';
import type { ModelReference, Pipeline } from '../core/pipeline.ts';
import type { Registry } from '../core/registry.ts';
import { isRecord } from '../domain/is-record.ts';
import { suggestion } from '../domain/text/nearest-name.ts';
import { schemaDiagnostics } from '../schema/schema-diagnostics.ts';
import { boundItems, boundSource, itemsOf } from './bind-items.ts';
import { checkDocument, type Report } from './check-document.ts';
import type { Diagnostic } from './diagnostic.ts';
import { ConfigurationInvalid, pipelineUnreadable } from './errors.ts';
import { type Frame, frameSchema } from './frame-schema.ts';
import { mayBeWrittenBy } from './possible-entries.ts';
import { knownPlugins } from './user-files/known-plugins.ts';
import { type LoadedFile, loadPluginFiles } from './user-files/load-plugins.ts';
import { type BoundItem, wiringOf } from './wiring.ts';
import { parseYaml, type YamlDocument } from './yaml/yaml-document.ts';

/** The plugins and variables for checking a pipeline file. */
export interface CheckContext {
  readonly registry: Registry;
  readonly variables: Readonly<Record<string, string>>;
  /** Results of loading the files under `plugins`, by their names in the pipeline file; see `withPluginFiles`. */
  readonly pluginFiles?: ReadonlyMap<string, LoadedFile>;
}

export interface CheckedPipeline {
  /** Undefined if any diagnostic is an error. */
  readonly pipeline: Pipeline | undefined;
  /** All diagnostics, in file order. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the text of a pipeline file: syntax, options, names, wiring. Reads no other file and never throws.
 * @param file  name of the file in diagnostics
 * @returns     the pipeline, undefined if there is an error, and all diagnostics in file order
 *
 * @example
 * import { builtInContext, checkPipeline } from 'spinestream';
 *
 * const text = 'steps: [normalise: { selections: sagt2, as: sagt2 }]';
 * const { pipeline, diagnostics } = checkPipeline(text, 'short.yaml', builtInContext({}));
 * pipeline; // undefined
 * diagnostics[0]?.code; // 'ENTRY_UNWRITTEN'
 */
export const checkPipeline = (text: string, file: string, context: CheckContext): CheckedPipeline => {
  const { value: pipeline, diagnostics } = checkDocument(text, {
    ...{ file, variables: context.variables },
    expected: '"steps" with at least one operator',
    check: (document, report) => pipelineOf(document, file, context, report),
  });
  return { pipeline, diagnostics };
};

/**
 * Reads and checks a pipeline file, and imports (executes) the plugin files that it lists.
 * @throws PIPELINE_UNREADABLE, CONFIGURATION_INVALID with every diagnostic, PLUGIN_*
 *
 * @example
 * import { builtInContext, loadPipeline, pipelinePath } from 'spinestream';
 *
 * const { pipeline } = await loadPipeline(pipelinePath('two-stage'), builtInContext({ models: 'models' }));
 * pipeline.steps.slice(0, 3).map(({ operator }) => operator.name); // ['load-series', 'select-slices', 'normalise']
 */
export const loadPipeline = async (
  path: string,
  context: CheckContext,
): Promise<{ pipeline: Pipeline; warnings: readonly Diagnostic[] }> => {
  const text = await readPipelineText(path);
  const { pipeline, diagnostics } = checkPipeline(text, path, await withPluginFiles(text, path, context));
  if (pipeline === undefined) throw new ConfigurationInvalid(path, diagnostics);
  return { pipeline, warnings: diagnostics };
};

/** @throws PIPELINE_UNREADABLE */
export const readPipelineText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => Promise.reject(pipelineUnreadable(path, cause)));

/**
 * Returns the context with the plugin files of a pipeline file loaded. Their code runs.
 * @param text  of the pipeline file
 * @param file  its path; plugin files are relative to it
 *
 * @example
 * import { builtInContext, checkPipeline, withPluginFiles } from 'spinestream';
 *
 * const text = 'plugins: [missing.ts]\nsteps: [load-series: {}]';
 * const context = await withPluginFiles(text, 'short.yaml', builtInContext({}));
 * checkPipeline(text, 'short.yaml', context).diagnostics[0]?.code; // 'PLUGIN_FILE_MISSING'
 */
export const withPluginFiles = async (text: string, file: string, context: CheckContext): Promise<CheckContext> => {
  const { value } = parseYaml(text, file, context.variables);
  return { ...context, pluginFiles: await loadPluginFiles(listedFiles(value), file) };
};

const listedFiles = (value: unknown): readonly string[] =>
  itemsOf(value, 'plugins').filter((one) => typeof one === 'string');

const pipelineOf = (
  document: YamlDocument,
  file: string,
  context: CheckContext,
  report: Report,
): Pipeline | undefined => {
  const frame = frameSchema.safeParse(document.value);
  const { pluginFiles = new Map<string, LoadedFile>() } = context;
  const known = knownPlugins(context.registry, listedFiles(document.value), pluginFiles);
  const { registry } = known;
  for (const { code, index, message } of known.complaints) report('error', code, ['plugins', index], message);
  // a plugin that is missing here may be in a file that failed to load; only that failure is reported
  const named = reportOnly((_, code) => known.complete || code !== 'NAME_UNKNOWN', report);
  const source = boundSource([...registry.sources.values()], document, named);
  const operators = boundItems('steps', [...registry.operators.values()], document, named);
  const outputs = boundItems('outputs', [...registry.outputs.values()], document, named);
  if (!frame.success)
    for (const { path, message, code, key } of schemaDiagnostics(frame.error, frameSchema, document.value, {
      whole: 'the file is',
    }))
      report('error', code, path, message, key);
  const models = modelNamesOf(document.value);
  if (models !== undefined) checkModels(models, operators, report);
  const duplicates = outputs.filter(
    ({ bound }, index) => outputs.findIndex((other) => other.bound.name === bound.name) < index,
  );
  for (const { path, bound } of duplicates)
    report('error', 'OUTPUT_TWICE', path, `${bound.name}: this output is asked for twice; remove one`, true);
  const misunderstood = withoutOnes(itemsOf(document.value, 'steps'), operators);
  const misshapen = frame.error?.issues.map(({ path }) => path[0]) ?? [];
  if (misshapen.includes('steps')) return undefined;
  const outputsKnown = !misshapen.includes('outputs') && outputs.length === itemsOf(document.value, 'outputs').length;
  const understood = misunderstood.length === 0 && outputsKnown; // otherwise unused results cannot be detected
  if (misunderstood.length === 0 && models !== undefined) reportUnused(models, operators, report);
  const wired = reportOnly((severity) => understood || severity === 'error', report);
  const steps = wiringOf(operators, outputs, wired, {
    known: [...registry.operators.values()],
    mayWrite: mayBeWrittenBy(misunderstood, registry.operators),
  });
  if (!frame.success || misunderstood.length > 0) return undefined;
  const declared = modelsOf(frame.data);
  return {
    name: frame.data.name ?? basename(file).replace(/\.ya?ml$/, ''),
    file,
    models: declared,
    source,
    steps,
    outputs: outputs.flatMap(({ bound }) => [bound, ...(bound.companions ?? [])]),
    canonical: JSON.stringify({
      models: declared,
      plugins: pluginFiles.size === 0 ? undefined : [...pluginFiles.values()].map(contentOf),
      source: frame.data.source,
      steps: frame.data.steps,
      outputs: frame.data.outputs,
    }),
    variables: document.variableValues,
    at: document.at,
  };
};

const contentOf = (file: LoadedFile): string => ('sha256' in file ? file.sha256 : '');

const reportOnly =
  (isWanted: (severity: Diagnostic['severity'], code: string) => boolean, report: Report): Report =>
  (severity, code, ...rest) => {
    if (isWanted(severity, code)) report(severity, code, ...rest);
  };

/** Names of the declared models; undefined if the section is not a map, which the frame's schema reports. */
const modelNamesOf = (value: unknown): readonly string[] | undefined => {
  const models = isRecord(value) && 'models' in value ? value.models : {};
  return isRecord(models) ? Object.keys(models) : undefined;
};

/** The listed steps that could not be bound. */
const withoutOnes = (
  items: readonly unknown[],
  understood: readonly BoundItem<BoundOperator>[],
): readonly unknown[] => {
  const places = new Set(understood.map(({ path }) => path[1]));
  return items.filter((_, index) => !places.has(index));
};

const modelsOf = ({ models }: Frame): readonly ModelReference[] =>
  Object.entries(models).map(([name, model]) =>
    typeof model === 'string' ? { name, path: model, folds: 'all', weights: 'best' } : { name, ...model },
  );

const checkModels = (
  known: readonly string[],
  operators: readonly BoundItem<BoundOperator>[],
  report: Report,
): void => {
  for (const { bound, path } of operators)
    for (const model of bound.models.filter((name) => !known.includes(name))) {
      const remedy = known.length === 0 ? ' declare it under "models"' : suggestion(model, known);
      report('error', 'MODEL_UNKNOWN', [...path, 'model'], `${bound.name}: unknown model "${model}";${remedy}`);
    }
};

const reportUnused = (
  models: readonly string[],
  operators: readonly BoundItem<BoundOperator>[],
  report: Report,
): void => {
  const used = new Set(operators.flatMap(({ bound }) => bound.models));
  for (const name of models.filter((model) => !used.has(model)))
    report('warning', 'MODEL_UNUSED', ['models', name], `models: no operator uses "${name}"; remove it`, true);
};
