import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { testPluginFile } from '../../src/cli/handlers/test-plugin-file.ts';
import { checkFiles } from '../../src/config/check-files.ts';
import { formatDiagnostic } from '../../src/config/diagnostic.ts';
import { writeTree } from '../support/file-tree.ts';
import { runCli } from '../support/node-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOC = fileURLToPath(new URL('../../docs/plugins.md', import.meta.url));

interface Block {
  /** What follows the opening fence: a language, and for files a name. */
  readonly info: string;
  readonly text: string;
}

const blocksOf = (markdown: string): readonly Block[] =>
  [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }));

const isCommand = ({ info }: Block): boolean => info === 'sh';

const nameOf = ({ info }: Block): string => info.split(' ')[1] ?? '';
const isResult = (block: Block): boolean => nameOf(block).startsWith('out/');

/** The files of the page, by their names: blocks whose fence names one. */
const filesOf = (blocks: readonly Block[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    blocks.filter((block) => nameOf(block) !== '' && !isResult(block)).map((block) => [nameOf(block), block.text]),
  );

describe('docs/plugins.md', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();

  /** Runs a command of the page in the folder; what it prints anywhere. */
  const run = async (command: string): Promise<string> => {
    const [program, ...args] = command.replace('<package>', ROOT).trim().split(' ');
    expect(program).to.equal('spinestream');
    const { code, out, err } = await runCli(args, { cwd: folder() });
    expect(code, err).to.equal(0);
    return `${out}${err}`;
  };

  it('shows what its commands really print and write', async () => {
    const blocks = blocksOf(await readFile(DOC, 'utf8'));
    const commands = blocks.filter(isCommand);
    expect(commands.length).to.be.greaterThan(6);
    const [first, ...others] = commands;
    expect(await run(first?.text ?? '')).to.match(/^wrote fill-keypoints\.ts and fill-keypoints\.test\.ts\n/);
    await writeTree(folder(), filesOf(blocks));
    for (const command of others) {
      const printed = await run(command.text);
      const next = blocks[blocks.indexOf(command) + 1];
      if (next?.info === 'text') expect(printed, command.text).to.equal(next.text);
      if (command.text.startsWith('spinestream schema'))
        expect(JSON.parse(printed)).to.have.nested.property('definitions.steps-fill-keypoints');
    }
    const results = blocks.filter(isResult);
    expect(results).to.have.length.above(0);
    for (const result of results) expect(await readFile(join(folder(), nameOf(result)), 'utf8')).to.equal(result.text);
    expect(await readFile(join(folder(), 'out/letters/first.txt'), 'utf8')).to.match(
      /^Study first\n10 locations graded\n/,
    );
  });

  it('shows the diagnostic for the mistake that it makes', async () => {
    const blocks = blocksOf(await readFile(DOC, 'utf8'));
    const { 'filled.yaml': pipeline = '', ...files } = filesOf(blocks);
    await writeTree(folder(), files);
    await writeFile(join(folder(), 'filled.yaml'), pipeline.replace('warn: "${warn}"', 'warm: false'));
    const diagnostics = (await checkFiles([join(folder(), 'filled.yaml')], {})).map(formatDiagnostic);
    const shown = blocks.find(({ text }) => text.includes('unknown option "warm"'))?.text;
    expect(diagnostics.map((line) => `${line.replace(`${folder()}/`, '')}\n`)).to.deep.equal([shown]);
  });

  it('shows plugins that keep every law', async () => {
    await writeTree(folder(), filesOf(blocksOf(await readFile(DOC, 'utf8'))));
    for (const name of [
      'fill-keypoints.ts',
      'contrast.ts',
      'worst-location.ts',
      'letters.ts',
      'worklist.ts',
      'tar-files.ts',
    ]) {
      const { text } = await testPluginFile(join(folder(), name), { timeoutMs: 20_000, json: false });
      expect(text).to.match(/keeps every law\n$/);
    }
  });
});
