import { pipelineJsonSchema } from '../../config/pipeline-schema.ts';
import { loadOperatorFile } from '../../config/user-files/load-operators.ts';
import { operatorRegistry } from '../../core/registry.ts';
import { BUILT_IN_OPERATORS } from '../../operators/registry.ts';
import { BUILT_IN_OUTPUTS } from '../../streams/outputs/built-in.ts';

/** The JSON schema of pipeline files as text, with the operators of these files. @throws OPERATOR_* */
export const schemaText = async (files: readonly string[]): Promise<string> => {
  const loaded = await Promise.all(files.map((file) => loadOperatorFile(file)));
  const operators = operatorRegistry([...BUILT_IN_OPERATORS, ...loaded.flatMap((file) => file.operators)]);
  return `${JSON.stringify(pipelineJsonSchema(operators, BUILT_IN_OUTPUTS), undefined, 2)}\n`;
};
