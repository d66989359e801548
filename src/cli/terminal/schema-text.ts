import { BUILT_IN } from '../../config/built-in.ts';
import { pipelineJsonSchema } from '../../config/pipeline-schema.ts';
import { loadPluginFile } from '../../config/user-files/load-plugins.ts';
import { withPlugins } from '../../core/registry.ts';

/** Returns the JSON schema of pipeline files as text, including the plugins of these files. @throws PLUGIN_* */
export const schemaText = async (files: readonly string[]): Promise<string> => {
  let registry = BUILT_IN;
  for (const file of files) registry = withPlugins(registry, await loadPluginFile(file));
  return `${JSON.stringify(pipelineJsonSchema(registry), undefined, 2)}\n`;
};
