import { quotedNames } from '../../../domain/text/listed.ts';
import { deepDigest } from '../deep-digest.ts';
import { drained, sound } from './drained.ts';
import type { SourceLaw } from './source-subject.ts';

export const exampleLaw: SourceLaw = {
  name: 'opens its own example',
  vital: true,
  complaints: ({ opened, timeoutMs }) =>
    opened(async (source, stop) => {
      const items = await drained(source, stop, timeoutMs);
      const failed = items.flatMap(({ study, error }) =>
        error === undefined ? [] : [`the study "${study.id}" has failed: ${error.message}`],
      );
      const count = sound(items).length;
      const described = typeof source.location === 'string' && source.location.trim() !== '';
      return [
        ...(count < 2
          ? [`gives ${count} studies that can be graded; let the example have two or more`, ...failed]
          : []),
        ...(described ? [] : ['"location" is empty; say where the studies come from']),
      ];
    }),
};

export const sameAgainLaw: SourceLaw = {
  name: 'gives the same studies in the same order',
  complaints: async ({ opened, timeoutMs }) => {
    const once = () =>
      opened(async (source, stop) => {
        const items = await drained(source, stop, timeoutMs);
        return {
          ids: items.map(({ study }) => study.id),
          digests: items.map(({ study, error, warnings }) => deepDigest([study, error?.message, warnings])),
          origin: JSON.stringify(source.origin),
        };
      });
    const [first, again] = [await once(), await once()];
    if (first.ids.join() !== again.ids.join())
      return [`opened twice, gives ${quotedNames(first.ids)} and then ${quotedNames(again.ids)}; sort them`];
    const changed = first.ids.filter((_, index) => first.digests[index] !== again.digests[index]);
    return [
      ...(changed.length === 0 ? [] : [`opened twice, says something else of ${quotedNames(changed)}`]),
      ...(first.origin === again.origin
        ? []
        : ['"origin" differs when it is opened twice, so that no run could be resumed']),
    ];
  },
};

export const countLaw: SourceLaw = {
  name: 'counts its studies, and gives each once',
  complaints: ({ opened, timeoutMs }) =>
    opened(async (source, stop) => {
      const ids = (await drained(source, stop, timeoutMs)).map(({ study }) => study.id);
      const twice = ids.filter((id, index) => ids.indexOf(id) < index);
      return [
        ...(twice.length === 0 ? [] : [`gives ${quotedNames(twice)} more than once`]),
        ...(ids.includes('') ? ['gives a study without an id'] : []),
        ...(source.count === undefined || source.count === ids.length
          ? []
          : [`"count" is ${source.count}, and it gives ${ids.length} studies`]),
      ];
    }),
};

/** Limit for arrays in headers; pixels exceed it. */
const MOST_BYTES = 4096;

const bufferBytes = (value: unknown, seen = new Set<object>()): number => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof ArrayBuffer) return value.byteLength;
  return Object.values(value).reduce((sum: number, inner: unknown) => sum + bufferBytes(inner, seen), 0);
};

export const referencesLaw: SourceLaw = {
  name: 'hands out references, never pixels',
  complaints: ({ opened, timeoutMs }) =>
    opened(async (source, stop) =>
      sound(await drained(source, stop, timeoutMs))
        .map(({ study }) => ({ id: study.id, bytes: bufferBytes(study) }))
        .filter(({ bytes }) => bytes > MOST_BYTES)
        .map(({ id, bytes }) => `the reference of the study "${id}" holds ${bytes} bytes; leave reading to "files"`),
    ),
};
