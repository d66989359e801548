import { spawnSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const isProduct = (file: string): boolean => file.startsWith(`src${sep}`);

/**
 * The files that a bench's child consists of: itself, and everything outside src/ that it imports.
 * @param child  name from the root of the repository
 */
export const filesOfChild = async (child: string): Promise<readonly string[]> => {
  const files = new Set([child]);
  for (const file of files) {
    const { importedFiles } = ts.preProcessFile(await readFile(join(ROOT, file), 'utf8'));
    for (const { fileName } of importedFiles.filter((one) => one.fileName.startsWith('.'))) {
      const imported = join(dirname(file), fileName);
      if (!isProduct(imported)) files.add(imported);
    }
  }
  return [...files];
};

/**
 * Builds the product and compiles a bench's child, with what it imports from bench/ and test/, to plain JavaScript that imports
 * the built product instead of src/. TypeScript's loader would add a third to the memory of the measured process.
 * @param child  name from the root of the repository
 * @param into   an empty folder
 * @returns      the file to start
 */
export const builtChild = async (child: string, into: string): Promise<string> => {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the product to be measured cannot be built');
  await writeFile(join(into, 'package.json'), '{ "type": "module" }\n');
  await symlink(join(ROOT, 'dist'), join(into, 'src'));
  const compiled = (file: string): string => join(into, file.replace(/\.ts$/, '.js'));
  for (const file of await filesOfChild(child)) {
    const { outputText } = ts.transpileModule(await readFile(join(ROOT, file), 'utf8'), {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        rewriteRelativeImportExtensions: true,
      },
    });
    await mkdir(dirname(compiled(file)), { recursive: true });
    await writeFile(compiled(file), outputText);
  }
  return compiled(child);
};
