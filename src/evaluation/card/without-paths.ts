import { basename } from 'node:path';

const ABSOLUTE = /^([/\\~]|[A-Za-z]:[/\\])/;

/** A value of a JSON file in which absolute paths, which name folders of a machine or people, are only their last part. */
export const withoutPaths = (value: unknown): unknown => {
  if (typeof value === 'string') return ABSOLUTE.test(value) ? basename(value.replaceAll('\\', '/')) : value;
  if (Array.isArray(value)) return value.map(withoutPaths);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPaths(inner)]));
};
