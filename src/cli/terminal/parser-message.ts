import { nearestName, suggestion } from '../../domain/text/nearest-name.ts';
import { camelCase } from '../camel-case.ts';
import { valueExpected } from '../errors.ts';

const UNKNOWN = /^Unknown arguments?: (.*)$/s;
const MISSING = /^Not enough non-option arguments: got (\d+)/;
const REQUIRED = /^Missing required arguments?: (.*)$/s;
const CHOICE = /^\s*Argument: (.*), Given: (.*), Choices: (.*)$/gm;
const NO_VALUE = /^Not enough arguments following: (.*)$/;
const EXCLUSIVE = /^Arguments (\S+) and (\S+) are mutually exclusive$/;
const DEPENDENT = /^ (\S+) -> (\S+)$/m;

export interface CommandLine {
  readonly args: readonly string[];
  /** Options of the command, without dashes. */
  readonly options: readonly string[];
  /** Of the command, e.g. `$0 run <pipeline>`. */
  readonly usage?: string;
  /** Names of all commands, if the line names none of them. */
  readonly commands?: readonly string[];
}

/** Rewords a complaint of yargs as fact and remedy. */
export const parserMessage = (message: string, line: CommandLine): string => {
  const { args, usage = '', commands = [] } = line;
  const command = args.find((arg) => !arg.startsWith('-'));
  const help = `see spinestream ${command === undefined ? '' : `${command} `}--help`;
  const required = REQUIRED.exec(message)?.[1];
  if (required !== undefined) {
    const missing = required.split(', ').map((name) => `--${name}`);
    return [
      ...strayOptions(line).map((name) => complaint(name, line, help)),
      `missing ${missing.join(', ')}; ${help}`,
    ].join('\n');
  }
  const [, given] = MISSING.exec(message) ?? [];
  if (given !== undefined) {
    const missing = (usage.match(/<[^>]+>/g) ?? []).slice(Number(given));
    return `${command ?? 'spinestream'}: ${missing.join(' ') || 'an argument'} is missing; ${help}`;
  }
  const choices = [...message.matchAll(CHOICE)];
  if (choices.length > 0)
    return choices.map(([, name = '', given = '', known = '']) => wrongChoice(name, given, known, args)).join('\n');
  const [, empty] = NO_VALUE.exec(message) ?? [];
  if (empty !== undefined) return valueExpected(empty).message;
  const [, one, other] = EXCLUSIVE.exec(message) ?? [];
  if (one !== undefined) return `--${one} and --${other} exclude each other; omit one; ${help}`;
  const [, dependent, needed] = DEPENDENT.exec(message) ?? [];
  if (dependent !== undefined) return `--${dependent} needs --${needed}; add it, or omit --${dependent}; ${help}`;
  const unknown = UNKNOWN.exec(message)?.[1]?.split(', ');
  if (unknown === undefined) return message;
  if (command !== undefined && commands.length > 0 && unknown.includes(command)) {
    const near = nearestName(command, commands);
    const guess = near === undefined ? '' : `did you mean "${near}"? `;
    return `unknown command "${command}"; ${guess}see spinestream --help`;
  }
  const spelt = unknown.filter((name) => !unknown.some((other) => other !== name && camelCase(other) === name));
  return spelt.map((name) => complaint(name, line, help)).join('\n');
};

/** Typed options that the command does not have; yargs looks for them only when none is missing. */
const strayOptions = ({ args, options }: CommandLine): readonly string[] => {
  const typed = args.flatMap((arg) => /^--?([a-z][^=]*)/.exec(arg)?.[1] ?? []);
  return options.length === 0 ? [] : typed.filter((name) => !options.includes(name.replace(/^no-/, '')));
};

const unquoted = (text: string): string => text.replace(/^"(.*)"$/s, '$1');

/** @param known  quoted choices with commas between them, as yargs lists them */
const wrongChoice = (name: string, given: string, known: string, args: readonly string[]): string => {
  if (given === 'true') return valueExpected(name).message; // yargs quotes what was typed
  const typed = args.some((arg) => arg.replace(/=.*/s, '') === `--${name}`) ? `--${name}` : name;
  return `${typed} ${given}: unknown value;${suggestion(unquoted(given), known.split(', ').map(unquoted))}`;
};

const complaint = (name: string, line: CommandLine, help: string): string => {
  const typed = line.args
    .map((arg) => arg.replace(/=.*/s, ''))
    .find((arg) => arg === `--${name}` || arg === `-${name}`);
  return typed === undefined ? `unexpected argument "${name}"; ${help}` : unknownOption(typed, line, help);
};

/** @param typed  with its dashes, such as `--ouut`, `-out` or `-o` */
const unknownOption = (typed: string, { options }: Pick<CommandLine, 'options'>, help: string): string => {
  const name = typed.replace(/^-+/, '');
  const spelt = options.filter((option) => option.length > 1 && !/[A-Z]/.test(option));
  const near = nearestName(
    `--${name}`,
    spelt.map((option) => `--${option}`),
  );
  const meant = name.length > 1 ? [near].flatMap((one) => one ?? []) : meantByLetter(name, spelt);
  const guess = meant.length === 0 ? '' : `did you mean ${meant.map((option) => `"${option}"`).join(' or ')}? `;
  return `unknown option ${typed}; ${guess}${help}`;
};

/** Options have no short forms. */
const meantByLetter = (letter: string, options: readonly string[]): readonly string[] =>
  options.filter((option) => option.startsWith(letter.toLowerCase())).map((option) => `--${option}`);
