import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { writeTree } from '../support/file-tree.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DOC = fileURLToPath(new URL('../../docs/custom-operators.md', import.meta.url));
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

interface Block {
  /** What follows the opening fence: a language, and for files a name. */
  readonly info: string;
  readonly text: string;
}

const blocksOf = (markdown: string): readonly Block[] =>
  [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({ info, text }));

const isCommand = ({ info }: Block): boolean => info === 'sh';

/** The files of the page, by their names: blocks whose fence names one. */
const filesOf = (blocks: readonly Block[]): Readonly<Record<string, string>> =>
  Object.fromEntries(blocks.flatMap(({ info, text }) => (info.includes(' ') ? [[info.split(' ')[1], text]] : [])));

describe('docs/custom-operators.md', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  /** Runs a command of the page in the folder; what it prints anywhere. */
  const run = (command: string): string => {
    const [program, ...args] = command.trim().split(' ');
    expect(program).to.equal('spinestream');
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', TSX, MAIN, ...args], {
      cwd: folder(),
      encoding: 'utf8',
    });
    return `${stdout}${stderr}`;
  };

  it('shows what its commands really print', async () => {
    const blocks = blocksOf(await readFile(DOC, 'utf8'));
    const commands = blocks.filter(isCommand);
    expect(commands.length).to.be.greaterThan(3);
    const [first, ...others] = commands;
    expect(run(first?.text ?? '')).to.match(/^wrote fill-keypoints\.ts and fill-keypoints\.test\.ts\n/);
    await writeTree(folder(), filesOf(blocks));
    for (const command of others) {
      const printed = run(command.text);
      const next = blocks[blocks.indexOf(command) + 1];
      if (next?.info === 'text') expect(printed, command.text).to.equal(next.text);
      else expect(JSON.parse(printed)).to.have.nested.property('definitions.steps-fill-keypoints');
    }
  });

  it('shows the finding for the mistake that it makes', async () => {
    const blocks = blocksOf(await readFile(DOC, 'utf8'));
    const { 'filled.yaml': pipeline = '', ...files } = filesOf(blocks);
    await writeTree(folder(), files);
    await writeFile(join(folder(), 'filled.yaml'), pipeline.replace('warn: "${warn}"', 'warm: false'));
    expect(run('spinestream check filled.yaml')).to.include(
      blocks.find(({ text }) => text.includes('unknown option "warm"'))?.text,
    );
  });

  it('shows operators that keep every law', async () => {
    await writeTree(folder(), filesOf(blocksOf(await readFile(DOC, 'utf8'))));
    expect(run('spinestream test-operator contrast.ts')).to.match(/keeps every law\n$/);
  });
});
