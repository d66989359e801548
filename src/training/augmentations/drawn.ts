import { AUGMENTATIONS } from './built-in.ts';
import type { Changes, Random } from './define-augmentation.ts';

/** A generator for each augmentation, by its name: one more leaves the chances of the others as they were. */
type RandomFor = (name: string) => Random;

/** The augmentations that an experiment names, with their options, in their order. */
const namedIn = (options: object) =>
  AUGMENTATIONS.flatMap((info) => {
    const given: unknown = Reflect.get(options, info.name);
    return given === undefined ? [] : [{ info, given }];
  });

export const inputChanges = (options: object, randomFor: RandomFor): readonly Changes['input'][] =>
  namedIn(options).flatMap(({ info, given }) =>
    info.on === 'input' ? (info.draw(randomFor(info.name), given) ?? []) : [],
  );

export const sampleChanges = (options: object, randomFor: RandomFor): readonly Changes['sample'][] =>
  namedIn(options).flatMap(({ info, given }) =>
    info.on === 'sample' ? (info.draw(randomFor(info.name), given) ?? []) : [],
  );

export const batchChanges = (options: object, randomFor: RandomFor): readonly Changes['batch'][] =>
  namedIn(options).flatMap(({ info, given }) =>
    info.on === 'batch' ? (info.draw(randomFor(info.name), given) ?? []) : [],
  );
