import { spawnSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the product and compiles a bench's child, with what it imports from test/, to plain JavaScript that imports
 * the built product instead of src/. TypeScript's loader would add a third to the memory of the measured process.
 * @param files  the child first; names from the root of the repository
 * @param into   an empty folder
 * @returns      the child to start
 */
export const builtChild = async (files: readonly string[], into: string): Promise<string> => {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the product to be measured cannot be built');
  await writeFile(join(into, 'package.json'), '{ "type": "module" }\n');
  await symlink(join(ROOT, 'dist'), join(into, 'src'));
  const written: string[] = [];
  for (const file of files) {
    const { outputText } = ts.transpileModule(await readFile(join(ROOT, file), 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        rewriteRelativeImportExtensions: true,
      },
    });
    const to = join(into, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, outputText);
    written.push(to);
  }
  return written[0]!;
};
