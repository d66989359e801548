import { SpineError } from '../../../domain/spine-error.ts';
import type { OpenSource, SourceEnv, SourceExample, SourceInfo } from '../../define-source.ts';
import type { Law } from '../law.ts';
import { withinTime } from '../within-time.ts';

/** A source with its example's folder filled. */
export interface SourceSubject {
  readonly info: SourceInfo;
  readonly example: SourceExample;
  /** The filled folder. */
  readonly folder: string;
  /** Time limit of each call. */
  readonly timeoutMs: number;
  /** Opens a new source, passes it to `use`, and always closes it. */
  readonly opened: <T>(use: (source: OpenSource, stop: AbortController) => Promise<T>) => Promise<T>;
}

export type SourceLaw = Law<SourceSubject>;

const DAY_MS = 24 * 3_600_000;

/**
 * Fills the example's folder and starts its services; `close` stops them. @throws errors of the example, and zod's
 * error
 */
export const sourceSubject = async (
  info: SourceInfo,
  folder: string,
  timeoutMs: number,
): Promise<{ readonly subject: SourceSubject; readonly close: () => Promise<void> }> => {
  const { example } = info;
  const { fill } = example ?? {};
  if (example === undefined || fill === undefined)
    throw new SpineError({ code: 'EXAMPLE_MISSING', reason: 'it has no "fill", which puts studies into a folder' });
  await withinTime('"fill" of the example', timeoutMs, () => fill(folder));
  const service = await withinTime('"serve" of the example', timeoutMs, () => example.serve?.(folder));
  try {
    const bound = info.bind(withVariables(example.options, { ...service?.variables, folder }));
    const now = () => Date.now() + DAY_MS; // long enough ago for the example's files to be settled
    const env = (stop: AbortSignal): SourceEnv => ({ stop, now, out: undefined });
    const opened: SourceSubject['opened'] = async (use) => {
      const stop = new AbortController();
      const source = await withinTime('"open"', timeoutMs, () => bound.open(env(stop.signal)));
      try {
        return await use(source, stop);
      } finally {
        stop.abort();
        await withinTime('"close"', timeoutMs, () => source.close?.());
      }
    };
    return { subject: { info, example, folder, timeoutMs, opened }, close: async () => service?.close() };
  } catch (error) {
    await service?.close();
    throw error;
  }
};

/** Replaces "${name}" in the options' texts, at any depth. */
const withVariables = (options: unknown, variables: Readonly<Record<string, string>>): unknown => {
  if (typeof options === 'string')
    return options.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
  if (Array.isArray(options)) return options.map((one) => withVariables(one, variables));
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, withVariables(value, variables)]));
};
