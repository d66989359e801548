import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { BUILT_IN } from '../../src/config/built-in.ts';
import { checkFiles } from '../../src/config/check-files.ts';
import { formatDiagnostic } from '../../src/config/diagnostic.ts';

/**
 * Wrong pipeline files with all that is said about them. A new case is a new file: `<nnn>-<name>.yaml`, and beside it a `.txt` whose
 * first line is the command, with any `--set`, and whose other lines are the diagnostics. SPINESTREAM_UPDATE=1 writes the diagnostics; read them.
 */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'wrong');
const UPDATE = process.env.SPINESTREAM_UPDATE !== undefined;
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .sort();

/** Every kind of diagnostic but two that take a file of a quarter megabyte, and one that never loads; each has a case. */
const CODES = [
  'ENTRY_TWICE',
  'ENTRY_UNWRITTEN',
  'FILE_EMPTY',
  'FILE_TOO_DEEP',
  'MODEL_UNKNOWN',
  'MODEL_UNUSED',
  'NAME_UNKNOWN',
  'OPTION_INVALID',
  'OPTION_MISSING',
  'OPTION_UNKNOWN',
  'OUTPUT_TWICE',
  'PLUGIN_FILE_KIND',
  'PLUGIN_FILE_MISSING',
  'PLUGIN_FILE_TWICE',
  'PLUGIN_FILE_WITHOUT',
  'PLUGIN_IMPORT_MISSING',
  'PLUGIN_MISDECLARED',
  'PLUGIN_SYNTAX',
  'PLUGIN_THROWS',
  'PLUGIN_TWICE',
  'RESULT_UNUSED',
  'STEP_SHAPE',
  'VARIABLE_INVALID',
  'VARIABLE_UNCLOSED',
  'VARIABLE_UNKNOWN',
  'VARIABLE_UNUSED',
  'YAML_ALIASES',
  'YAML_ODD',
  'YAML_SYNTAX',
];

const settingsOf = (command: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...command.matchAll(/--set (\w+)=(\S*)/g)].map(([, name = '', value = '']): [string, string] => [name, value]),
  );

/** As if the command had been given in that folder. */
const relative = (text: string): string => text.replaceAll(`${FOLDER}/`, '');

/** Says "all operators" where each one is listed, once and in alphabetical order, so that a new operator or output changes no transcript. */
const withoutLists = (text: string): string =>
  text.replace(/known: ([\w-]+(?:, [\w-]+)+)/g, (whole, list: string) => {
    const listed = list.split(', ');
    for (const kind of ['operators', 'outputs'] as const) {
      const own = listed.filter((name) => !BUILT_IN[kind].has(name));
      const all = [...BUILT_IN[kind].keys(), ...own].sort();
      if (list === all.join(', ')) return `known: ${[`all ${kind}`, ...own].join(', ')}`;
    }
    return whole;
  });

describe('a wrong pipeline file', () => {
  const codes = new Set<string>();

  for (const name of names)
    it(`says what is wrong: ${name}`, async () => {
      const transcript = join(FOLDER, name.replace(/yaml$/, 'txt'));
      const [command = '', ...expected] = (await readFile(transcript, 'utf8')).trimEnd().split('\n');
      expect(command).to.match(new RegExp(`^\\$ spinestream check ${name}( --set \\w+=\\S*)*$`));
      const diagnostics = await checkFiles([join(FOLDER, name)], settingsOf(command));
      const found = diagnostics.map((diagnostic) => withoutLists(relative(formatDiagnostic(diagnostic))));
      if (UPDATE) await writeFile(transcript, `${[command, ...found].join('\n')}\n`);
      else expect(found).to.deep.equal(expected);
      expect(found).not.to.deep.equal([]);
      for (const { code } of diagnostics) codes.add(code);
    });

  it('is shown for every kind of diagnostic', () => {
    expect([...codes].sort()).to.deep.equal(CODES);
  });
});
