import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = join(ROOT, 'docs', 'add-a-model.md');

/** The page's test imports it. */
const FILLED_WEIGHTS = join('test', 'support', 'filled-weights.ts');

const execute = promisify(execFile);

interface Block {
  readonly language: string;
  /** The file that the block is, or changes. */
  readonly file: string;
  readonly text: string;
}

const blocksOf = (markdown: string): readonly Block[] =>
  [...markdown.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, language = '', file = '', text = '']) => ({
    language,
    file,
    text,
  }));

/** The lines of a change with a mark, and those without any: as they were (`-`) or as they become (`+`). */
const side = (change: string, mark: '-' | '+'): string =>
  change
    .split('\n')
    .filter((line) => line.startsWith(mark) || line.startsWith(' '))
    .map((line) => `${line.slice(1)}\n`)
    .join('');

const applied = (source: string, { file, text }: Block): string => {
  const parts = source.split(side(text, '-'));
  expect(parts, `places in ${file} for\n${text}`).to.have.length(2);
  return parts.join(side(text, '+'));
};

describe('docs/add-a-model.md', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();

  /** A copy of the product in which the page was followed. */
  const followed = async (blocks: readonly Block[]): Promise<void> => {
    await cp(join(ROOT, 'src'), join(folder(), 'src'), { recursive: true });
    await cp(join(ROOT, FILLED_WEIGHTS), join(folder(), FILLED_WEIGHTS));
    for (const file of ['package.json', 'tsconfig.json']) await cp(join(ROOT, file), join(folder(), file));
    await symlink(join(ROOT, 'node_modules'), join(folder(), 'node_modules'));
    for (const block of blocks) {
      const path = join(folder(), block.file);
      if (block.language === 'ts') {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, block.text);
      }
      if (block.language === 'diff') await writeFile(path, applied(await readFile(path, 'utf8'), block));
    }
  };

  const node = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await execute(process.execPath, ['--import', 'tsx', ...args], { cwd: folder() });
    return stdout;
  };

  it('gives networks with the costs that it shows, and a test that passes', async () => {
    const blocks = blocksOf(await readFile(PAGE, 'utf8'));
    await followed(blocks);

    const zoo = await node('src/cli/main.ts', 'models');
    const shown = blocks.filter(({ language }) => language === 'text').flatMap(({ text }) => text.trim().split('\n'));
    expect(shown).to.have.length(2);
    expect(zoo.split('\n')).to.include.members(shown);

    const tests = blocks.map(({ file }) => file).filter((file) => file.endsWith('.test.ts'));
    expect(tests).to.have.length(1);
    const report = await node(
      join(ROOT, 'node_modules/mocha/bin/mocha.js'),
      '--no-config',
      '--timeout',
      '60000',
      ...tests,
    );
    expect(report).to.match(/2 passing/);
  });

  it('shows code that the compiler takes', async () => {
    const blocks = blocksOf(await readFile(PAGE, 'utf8'));
    await followed(blocks);
    const files = [...new Set(blocks.map(({ file }) => file).filter((file) => file.endsWith('.ts')))];
    await writeFile(
      join(folder(), 'tsconfig.page.json'),
      JSON.stringify({ extends: './tsconfig.json', include: [], files }),
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = await execute(process.execPath, [tsc, '-p', 'tsconfig.page.json'], { cwd: folder() }).catch(
      (error: unknown) => ({
        stdout: typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : String(error),
      }),
    );
    expect(stdout).to.equal('');
  });
});
