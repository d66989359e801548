import { mirroredCondition, mirroredSite, NO_REVERSAL } from '../../../domain/mirror.ts';
import type { Keypoint, LocationLogits, Stack } from '../../../domain/results.ts';
import { mirroredStack } from '../../../imaging/index.ts';
import type { EntryName } from '../../entries.ts';
import { entryOf, type StudyState } from '../../study-state.ts';

const isNamed = <P extends 'stacks' | 'rois' | 'keypoints' | 'logits' | 'probabilities'>(
  name: EntryName,
  prefix: P,
): name is `${P}.${string}` => name.startsWith(`${prefix}.`);

/** Widths of the images of series whose columns the mirror reverses. */
export type ExchangedColumns = ReadonlyMap<string, number>;

export const exchangedColumns = (state: StudyState): ExchangedColumns =>
  new Map(
    [...state.entries.keys()].flatMap((name) =>
      isNamed(name, 'stacks')
        ? entryOf(state, name).flatMap(({ selection, shape, inMirror }) =>
            inMirror?.columns && selection.series ? [[selection.series.id, shape[2]] as const] : [],
          )
        : [],
    ),
  );

const mirroredPixels = <T extends Stack>(stack: T): T => ({
  ...stack,
  site: mirroredSite(stack.site),
  pixels: mirroredStack(stack.pixels, stack.shape, stack.inMirror ?? NO_REVERSAL),
});

const ofOtherSide = <T extends Pick<LocationLogits, 'condition'>>(location: T): T => ({
  ...location,
  condition: mirroredCondition(location.condition),
});

/** Pixel `c` of `columns` becomes pixel `columns - 1 - c`. */
const mirroredKeypoint = (keypoint: Keypoint, exchanged: ExchangedColumns): Keypoint => {
  const { point } = keypoint;
  const columns = exchanged.get(keypoint.seriesId ?? '');
  const moved = { ...keypoint, site: mirroredSite(keypoint.site) };
  return columns === undefined || point === undefined
    ? moved
    : { ...moved, point: { ...point, xNorm: 1 - 1 / columns - point.xNorm } };
};

/** Mirrors an entry; one without sides stays the same. */
const mirroredEntry = (state: StudyState, name: EntryName, exchanged: ExchangedColumns): unknown => {
  if (isNamed(name, 'stacks')) return entryOf(state, name).map(mirroredPixels);
  if (isNamed(name, 'rois')) return entryOf(state, name).map(mirroredPixels);
  if (isNamed(name, 'keypoints')) return entryOf(state, name).map((one) => mirroredKeypoint(one, exchanged));
  if (isNamed(name, 'logits')) return entryOf(state, name).map(ofOtherSide);
  if (isNamed(name, 'probabilities')) return entryOf(state, name).map(ofOtherSide);
  return state.entries.get(name);
};

/** Returns the study of the mirrored patient. @param exchanged  if the state itself does not tell */
export const mirroredState = (state: StudyState, exchanged = exchangedColumns(state)): StudyState => ({
  ...state,
  entries: new Map([...state.entries.keys()].map((name) => [name, mirroredEntry(state, name, exchanged)])),
});

/** The numbers of grades and keypoints, by their locations. */
export const gradedNumbers = (state: StudyState): ReadonlyMap<string, readonly number[]> =>
  new Map(
    [...state.entries.keys()].flatMap((name): readonly (readonly [string, readonly number[]])[] => {
      if (isNamed(name, 'logits'))
        return entryOf(state, name).map((one) => [`${name} of ${one.condition} ${one.level}`, one.logits]);
      if (isNamed(name, 'probabilities'))
        return entryOf(state, name).map((one) => [`${name} of ${one.condition} ${one.level}`, one.probabilities]);
      if (isNamed(name, 'keypoints'))
        return entryOf(state, name).map(({ site: { level = '', side = '' }, point }) => [
          `${name} at ${side} ${level}`,
          point === undefined ? [] : [point.xNorm, point.yNorm],
        ]);
      return [];
    }),
  );
