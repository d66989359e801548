import { optionRepeated } from '../errors.ts';

/** Names of the options among some arguments, in the spelling of the help; what follows `--` is no option. */
const namesOf = (args: readonly string[]): readonly string[] => {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).flatMap((arg) => {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    return name === undefined ? [] : [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)];
  });
};

const namesUnder = (kind: string, options: object): readonly unknown[] => {
  const names: unknown = new Map(Object.entries(options)).get(kind);
  return Array.isArray(names) ? names : [];
};

/**
 * A check of yargs that refuses an option which takes one value and is given several times: yargs would hand the command a list of them,
 * or, where both values are 1, their sum. Switches may be repeated.
 * @throws OPTION_REPEATED
 */
export const givenOnce =
  (args: readonly string[]) =>
  (_: unknown, options: object): true => {
    const repeatable = [...namesUnder('array', options), ...namesUnder('boolean', options)];
    const names = namesOf(args);
    const repeated = names.find((name, index) => names.indexOf(name) < index && !repeatable.includes(name));
    if (repeated !== undefined) throw optionRepeated(repeated);
    return true;
  };
