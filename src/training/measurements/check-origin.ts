import type { RunFolder } from '../../models/weights/run-folder.ts';
import { BUILT_IN_OPERATORS } from '../../operators/built-in.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { foreignRunFolder } from '../run/foreign-run-folder.ts';

/** The parts of an experiment that its samples and its network depend on. */
const PARTS = ['model', 'steps', 'samples'] as const;

type Parts = Readonly<Record<string, unknown>>;

const parsedOptions = (name: string, options: unknown): unknown => {
  const parsed = BUILT_IN_OPERATORS.find((one) => one.name === name)?.options.safeParse(options);
  return parsed?.success ? parsed.data : options;
};

/** A part with the defaults of its steps, so that a step means the same whether or not it states them. */
const withDefaults = (part: unknown): unknown =>
  Array.isArray(part)
    ? part.map((step: unknown) =>
        Object.fromEntries(Object.entries(Object(step)).map(([name, options]) => [name, parsedOptions(name, options)])),
      )
    : part;

/** Refuses a run folder whose network or samples are not those of an experiment. @throws RUN_FOLDER_FOREIGN */
export const checkOrigin = ({ identity }: Experiment, { path, config }: RunFolder): void => {
  const [own, found]: readonly [Parts, Parts] = [JSON.parse(identity), Object(config.training)];
  const textOf = (part: unknown) => JSON.stringify(withDefaults(part));
  const differing = PARTS.filter((part) => textOf(own[part]) !== textOf(found[part]));
  if (differing.length > 0) throw foreignRunFolder(differing, { own, found, folder: path });
};
