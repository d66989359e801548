import { z } from 'zod';
import { validated } from '../../schema/json-record.ts';
import { type ArchitectureConfig, KINDS } from './architecture.ts';
import { BACKBONES, type BackboneName } from './backbones.ts';
import { configurationUnfit, unknownName } from './errors.ts';
import { LEVEL_2_LAYERS } from './level-2.ts';
import { REGION_KINDS } from './region-kinds.ts';
import { RESNETS, type ResNetName } from './resnet.ts';

const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): [K, ...K[]] =>
  Object.keys(table) as [K, ...K[]]; // the tables are non-empty literals

const count = z.int().min(1);
const keypoints = z.strictObject({
  kind: z.literal('keypoints'),
  inChannels: count,
  outChannels: count,
  encoder: z.enum(namesOf<ResNetName>(RESNETS)),
});
const regions = z.strictObject({
  kind: z.enum(REGION_KINDS),
  backbone: z.enum(namesOf<BackboneName>(BACKBONES)),
  inChannels: count.exactOptional(),
  slices: count.exactOptional(),
  hidden: count.exactOptional(),
  bidirectional: z.boolean().exactOptional(),
});
const level2 = z.strictObject({
  kind: z.literal('level_2'),
  networks: z.record(z.string(), z.enum(REGION_KINDS)),
  layer: z.enum(LEVEL_2_LAYERS).exactOptional(),
  hidden: count.exactOptional(),
});

const schemaOf = (kind: unknown) => {
  if (kind === 'level_2') return level2;
  return kind === 'keypoints' ? keypoints : regions;
};

/** Suggests the nearest name for unknown ones, which is more useful than a list of schema errors. */
const checkNames = (given: Readonly<Record<string, unknown>>): void => {
  if (!KINDS.some((kind) => kind === given.kind)) throw unknownName('kind of model', given.kind, KINDS);
  if (given.kind === 'keypoints') {
    if (!Object.hasOwn(RESNETS, String(given.encoder)))
      throw unknownName('encoder', given.encoder, Object.keys(RESNETS));
  } else if (given.kind !== 'level_2' && !Object.hasOwn(BACKBONES, String(given.backbone)))
    throw unknownName('backbone', given.backbone, Object.keys(BACKBONES));
};

/** Parses the `architecture` of a run folder's configuration. @throws MODEL_NAME_UNKNOWN, MODEL_CONFIGURATION_UNFIT */
export const parseArchitecture = (given: Readonly<Record<string, unknown>>): ArchitectureConfig => {
  checkNames(given);
  const refuse = (problems: string) => configurationUnfit(String(given.kind), problems);
  return validated(given, schemaOf(given.kind), refuse);
};
