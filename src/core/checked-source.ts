import type { OpenSource } from './define-source.ts';
import { partUnexpected } from './errors.ts';
import type { StudyItem } from './study-item.ts';

type Fits = (value: unknown) => boolean;

const isFunction: Fits = (value) => typeof value === 'function';
const isText: Fits = (value) => typeof value === 'string' && value !== '';
const isObject: Fits = (value) => typeof value === 'object' && value !== null;

/** The value at a path of property names; undefined where there is none. */
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (inner === undefined || inner === null ? undefined : Reflect.get(Object(inner), key)),
    value,
  );

const OF_SOURCE: readonly (readonly [part: string, fits: Fits, expected: string])[] = [
  [
    'studies',
    (value) => isObject(value) && isFunction(Reflect.get(Object(value), Symbol.asyncIterator)),
    'an async iterable, such as what an async function* gives',
  ],
  [
    'count',
    (value) => value === undefined || typeof value === 'number',
    'a number, or nothing for an open-ended source',
  ],
  ['location', isText, 'text'],
  ['files.readBytes', isFunction, 'a function of a path'],
  ['files.listFiles', isFunction, 'a function of a folder'],
  ['inputOf', isFunction, 'a function of a study'],
  ['origin', isObject, 'an object, {} if results depend on the files alone'],
];

const OF_ITEM: readonly (readonly [part: string, fits: Fits, expected: string])[] = [
  ['study', isObject, '{ id, series }'],
  ['study.id', isText, 'text'],
];

const check = (plugin: string, whole: unknown, what: string, rules: typeof OF_SOURCE): void => {
  for (const [part, fits, expected] of rules) {
    const found = at(whole, part.split('.'));
    if (!fits(found)) throw partUnexpected(plugin, `"${part}" of ${what}`, found, expected);
  }
};

const checkItem = (plugin: string, item: StudyItem): void => {
  check(plugin, item, 'an item of "studies"', OF_ITEM);
  if (item.error !== undefined) return;
  const series: unknown = item.study.series;
  if (!Array.isArray(series))
    throw partUnexpected(plugin, `"study.series" of the item "${item.study.id}"`, series, 'a list');
};

/** The same items, each checked when it is asked for. */
const checkedItems = (plugin: string, studies: AsyncIterable<StudyItem>): AsyncIterable<StudyItem> => ({
  [Symbol.asyncIterator]: () => {
    const items = studies[Symbol.asyncIterator]();
    const { return: end } = items;
    return {
      next: async () => {
        const result = await items.next();
        if (!result.done) checkItem(plugin, result.value);
        return result;
      },
      ...(end !== undefined && { return: (value) => end.call(items, value) }),
    };
  },
});

/**
 * What the `open` of a source gave, for authors without a type checker: a part that is missing would otherwise be a
 * TypeError far from its cause. @throws RESULT_UNEXPECTED, also for an item of its studies
 */
export const checkedSource = (plugin: string, source: OpenSource): OpenSource => {
  check(plugin, source, 'what "open" gives', OF_SOURCE);
  const { count, location, files, inputOf, origin, begin, close } = source; // a copy lacks what a class has on its prototype
  return {
    ...{ ...source, count, location, files, origin },
    studies: checkedItems(plugin, source.studies),
    inputOf: (study) => inputOf.call(source, study),
    ...(begin !== undefined && { begin: (whole) => begin.call(source, whole) }),
    ...(close !== undefined && { close: () => close.call(source) }),
  };
};
