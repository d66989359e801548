import { AUGMENTATIONS } from './built-in.ts';
import type { AugmentationInfo, Changes, InfoOn, Random } from './define-augmentation.ts';

/**
 * A generator for each augmentation, seeded by its name: adding one does not change the random numbers of the others.
 */
type RandomFor = (name: string) => Random;

const isOn =
  <O extends keyof Changes>(on: O) =>
  (info: AugmentationInfo): info is InfoOn<O> & AugmentationInfo =>
    info.on === on;

/** The changes of inputs, samples or batches that an experiment's options ask for, in order. */
export const drawnChanges = <O extends keyof Changes>(
  on: O,
  options: object,
  randomFor: RandomFor,
): readonly Changes[O][] =>
  AUGMENTATIONS.filter(isOn(on)).flatMap((info) => {
    const given: unknown = Reflect.get(options, info.name);
    return given === undefined ? [] : (info.draw(randomFor(info.name), given) ?? []);
  });
