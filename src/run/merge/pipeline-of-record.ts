import { builtInContext } from '../../config/check-files.ts';
import { checkPipeline, readPipelineText, withPluginFiles } from '../../config/check-pipeline.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { outputsChanged, pluginsChanged } from './errors.ts';
import type { RunRecord } from './run-record.ts';

/**
 * Restores the pipeline of a run from its record. Plugins come from the files that the pipeline file lists, which must
 * be unchanged.
 * @throws PLUGINS_CHANGED, OUTPUTS_CHANGED, PIPELINE_UNREADABLE
 */
export const pipelineOfRecord = async ({ pipeline: { name, file, definition } }: RunRecord): Promise<Pipeline> => {
  const { plugins: hashes, ...sections } = definition;
  const context = builtInContext({});
  const { pluginFiles } =
    hashes === undefined ? {} : await withPluginFiles(await readPipelineText(file), file, context);
  const loaded = [...(pluginFiles ?? [])];
  if (loaded.some(([, one], index) => !('sha256' in one) || one.sha256 !== hashes?.[index])) throw pluginsChanged(file);
  if (loaded.length !== (hashes?.length ?? 0)) throw pluginsChanged(file);
  const models = Object.fromEntries(definition.models.map(({ name: model, ...reference }) => [model, reference]));
  const plugins = hashes === undefined ? {} : { plugins: loaded.map(([path]) => path) };
  const text = JSON.stringify({ name, ...sections, models, ...plugins }).replaceAll('$', '\\u0024'); // no variables: already substituted
  const { pipeline } = checkPipeline(text, file, { ...context, ...(pluginFiles && { pluginFiles }) });
  if (pipeline === undefined || pipeline.canonical !== JSON.stringify(definition)) throw outputsChanged(file);
  return pipeline;
};
