import { AUGMENTATIONS } from './built-in.ts';
import type { Changes, Random } from './define-augmentation.ts';

/**
 * A generator for each augmentation, seeded by its name: adding one does not change the random numbers of the others.
 */
type RandomFor = (name: string) => Random;

/** The augmentations of an experiment, with their options, in order. */
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
