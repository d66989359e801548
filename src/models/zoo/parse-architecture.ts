import { validated } from '../../schema/json-record.ts';
import { type ArchitectureConfig, KINDS, keypointsSchema, regionSchema } from './architecture.ts';
import { configurationUnfit, unknownName } from './errors.ts';
import { level2Schema } from './level-2.ts';

const schemaOf = (kind: unknown) => {
  if (kind === 'level_2') return level2Schema;
  return kind === 'keypoints' ? keypointsSchema : regionSchema;
};

/** Suggests the nearest name for unknown ones, which is more useful than a list of schema errors. */
const checkNames = ({ kind, encoder, backbone }: Readonly<Record<string, unknown>>): void => {
  const check = (what: string, found: unknown, known: readonly string[]): void => {
    if (!known.some((name) => name === found)) throw unknownName(what, found, known);
  };
  check('kind of model', kind, KINDS);
  if (kind === 'keypoints') check('encoder', encoder, keypointsSchema.shape.encoder.options);
  else if (kind !== 'level_2') check('backbone', backbone, regionSchema.shape.backbone.options);
};

/** Parses the `architecture` of a run folder's configuration. @throws MODEL_NAME_UNKNOWN, MODEL_CONFIGURATION_UNFIT */
export const parseArchitecture = (given: Readonly<Record<string, unknown>>): ArchitectureConfig => {
  checkNames(given);
  const refuse = (problems: string) => configurationUnfit(String(given.kind), problems);
  return validated(given, schemaOf(given.kind), refuse);
};
