import type { Options } from 'yargs';
import {
  type CompleteSettings,
  completeSettings,
  type RunSettings,
  type SettingInfo,
  type SettingName,
  settingInfos,
} from '../../run/settings.ts';
import { camelCase } from '../camel-case.ts';

/** Run settings as options of a command: all of them, or those in `names`. */
export const runOptions = (names?: readonly SettingName[]): Readonly<Record<never, Options>> =>
  Object.fromEntries(
    settingInfos()
      .filter(({ name, onCommandLine }) => (names === undefined ? onCommandLine : names.includes(name)))
      .map((setting) => [setting.flag, optionOf(setting)]),
  );

const optionOf = ({ type, description, default: value }: SettingInfo): Options => {
  if (type === 'boolean') return { type, describe: description }; // with a default it would conflict with other options
  if (type === 'array') return { type: 'string', array: true, nargs: 1, describe: description };
  const missing = value === undefined ? {} : { default: value };
  return { type, describe: description, ...missing }; // otherwise an option without a value silently becomes its default
};

/** `--resume` and `--overwrite`, which set `existing`. */
export const EXISTING_OPTIONS = {
  resume: { type: 'boolean', describe: 'continue the run in --out', conflicts: 'overwrite' },
  overwrite: { type: 'boolean', describe: 'discard existing results in --out' },
} as const;

export const existingOf = ({
  resume,
  overwrite,
}: {
  readonly resume?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
}): CompleteSettings['existing'] => (resume ? 'resume' : overwrite ? 'overwrite' : 'refuse');

/** Extracts run settings from parsed arguments. @throws SETTING_INVALID, naming the option */
export const settingsFrom = (args: Readonly<Record<string, unknown>>, more: Partial<RunSettings>): CompleteSettings => {
  const given = settingInfos().flatMap(({ name, flag, onCommandLine }) => {
    const value = args[camelCase(flag)];
    return onCommandLine && value !== undefined ? [[name, value] as const] : [];
  });
  return completeSettings({ out: '', ...Object.fromEntries(given), ...more }, ({ flag }) => `--${flag}`);
};
