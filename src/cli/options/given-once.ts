import { optionRepeated } from '../errors.ts';

/** Names of the options among the arguments, in the spelling of the help; arguments after `--` are not options. */
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
 * A yargs check that refuses repeated single-value options: yargs would pass the command a list of the values or, if
 * both are 1, their sum. Switches may be repeated.
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
