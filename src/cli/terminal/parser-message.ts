import { suggestion } from '../../domain/nearest-name.ts';
import { camelCase } from '../camel-case.ts';

const UNKNOWN = /^Unknown arguments?: (.*)$/s;
const MISSING = /^Not enough non-option arguments/;
const REQUIRED = /^Missing required arguments?: (.*)$/s;

export interface CommandLine {
  readonly args: readonly string[];
  /** Options of the command, without dashes. */
  readonly options: readonly string[];
}

/** Rewords a complaint of yargs as fact and remedy. */
export const parserMessage = (message: string, { args, options }: CommandLine): string => {
  const command = args.find((arg) => !arg.startsWith('-'));
  const help = `see spinestream ${command === undefined ? '' : `${command} `}--help`;
  const required = REQUIRED.exec(message)?.[1];
  if (required !== undefined)
    return `missing ${required
      .split(', ')
      .map((name) => `--${name}`)
      .join(', ')}; ${help}`;
  if (MISSING.test(message)) return `${command ?? 'spinestream'}: an argument is missing; ${help}`;
  const unknown = UNKNOWN.exec(message)?.[1]?.split(', ');
  if (unknown === undefined) return message;
  const spelt = unknown.filter((name) => !unknown.some((other) => other !== name && camelCase(other) === name));
  return spelt.map((name) => complaint(name, { args, options }, help)).join('\n');
};

const complaint = (name: string, { args, options }: CommandLine, help: string): string => {
  const isOption = args.some((arg) => arg.replace(/=.*/s, '') === `--${name}` || arg === `-${name}`);
  if (!isOption) return `unexpected argument "${name}"; ${help}`;
  const spelt = options.filter((option) => option.length > 1 && !/[A-Z]/.test(option)).map((option) => `--${option}`);
  const guess = /did you mean "[^"]+"\?/.exec(suggestion(`--${name}`, spelt))?.[0];
  return `unknown option --${name}; ${guess === undefined ? '' : `${guess} `}${help}`;
};
