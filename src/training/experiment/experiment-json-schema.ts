import { closed, definitionsOf, inputSchema, itemOf, mapped } from '../../config/pipeline-schema.ts';
import { TRAINING_OPERATORS } from '../data/training-operators.ts';
import { experimentFrame, experimentList } from './experiment-schema.ts';

/**
 * Returns a JSON schema (draft 7) of experiment files, for editors: one experiment with every operator's options, or a
 * list of files.
 */
export const experimentJsonSchema = (): Record<string, unknown> => {
  const { $schema, properties = {}, ...frame } = inputSchema(experimentFrame);
  const { $schema: _, ...list } = inputSchema(experimentList);
  const { steps, ...others } = mapped(properties);
  const items = closed(itemOf('steps', TRAINING_OPERATORS));
  return {
    $schema,
    title: 'spinestream experiment',
    definitions: Object.fromEntries(definitionsOf('steps', TRAINING_OPERATORS)),
    anyOf: [{ ...frame, properties: { ...others, steps: { ...steps, items } } }, list],
  };
};
