import { numberExpected, oneDash, optionRepeated, valueExpected } from '../errors.ts';

/** An option as it was typed: its name in the spelling of the help, and what follows it up to the next option. */
interface GivenOption {
  readonly name: string;
  readonly values: readonly string[];
}

/** `-1` is a value, and so is a lone `-`, which stands for standard input. */
const isOption = (arg: string): boolean => /^-(?![\d.]|$)/.test(arg);

/** What precedes `--`, after which all are arguments. */
const beforeEnd = (args: readonly string[]): readonly string[] => {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end);
};

/** The options among the arguments. */
const optionsIn = (args: readonly string[]): readonly GivenOption[] => {
  const before = beforeEnd(args);
  return before.flatMap((arg, index) => {
    const [, typed, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (typed === undefined) return [];
    const rest = before.slice(index + 1);
    const next = rest.findIndex(isOption);
    const name = typed.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return { name, values: value === undefined ? rest.slice(0, next < 0 ? undefined : next) : [value] };
  });
};

/** Options that may stand without a value. */
const VALUE_OPTIONAL = ['dashboard'];

const namesUnder = (kind: string, options: object): readonly unknown[] => {
  const names: unknown = new Map(Object.entries(options)).get(kind);
  return Array.isArray(names) ? names : [];
};

const isFiniteNumber = (text: string): boolean => Number.isFinite(Number(text));

/**
 * A yargs check of what yargs lets pass: a repeated option with a single value (the command would receive a list or, if
 * both are 1, their sum), an option without its value (it would silently become its default), a number that is none
 * (NaN) and a name after a single dash. Switches may be repeated.
 * @throws OPTION_REPEATED, ARGUMENT_INVALID
 */
export const checkGiven =
  (args: readonly string[]) =>
  (_: unknown, options: object): true => {
    const [arrays, switches] = [namesUnder('array', options), namesUnder('boolean', options)];
    const [texts, numbers] = [namesUnder('string', options), namesUnder('number', options)];
    const short = beforeEnd(args).flatMap((arg) => /^-([A-Za-z][^=]+)/.exec(arg)?.[1] ?? []);
    if (short[0] !== undefined) throw oneDash(short[0]);
    const given = optionsIn(args);
    for (const [index, { name, values }] of given.entries()) {
      const isArray = arrays.includes(name);
      if (!isArray && !switches.includes(name) && given.slice(0, index).some((earlier) => earlier.name === name))
        throw optionRepeated(name);
      const [first = ''] = values;
      const needsValue = [...texts, ...numbers].includes(name) && !VALUE_OPTIONAL.includes(name);
      if (needsValue && first === '') throw valueExpected(name);
      const wrong = numbers.includes(name) && (isArray ? values : [first]).find((value) => !isFiniteNumber(value));
      if (typeof wrong === 'string') throw numberExpected(name, wrong);
    }
    return true;
  };
