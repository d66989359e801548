import { BUILT_IN_OPERATORS, operatorRegistry } from '../../operators/registry.ts';
import { loadOperatorFile } from '../../pipelines/load-operators.ts';
import { BUILT_IN_OUTPUTS } from '../../pipelines/outputs.ts';
import { pipelineJsonSchema } from '../../pipelines/pipeline-schema.ts';

/** The JSON schema of pipeline files as text, with the operators of these files. @throws OPERATOR_* */
export const schemaText = async (files: readonly string[]): Promise<string> => {
  const loaded = await Promise.all(files.map((file) => loadOperatorFile(file)));
  const operators = operatorRegistry([...BUILT_IN_OPERATORS, ...loaded.flatMap((file) => file.operators)]);
  return `${JSON.stringify(pipelineJsonSchema(operators, BUILT_IN_OUTPUTS), undefined, 2)}\n`;
};
