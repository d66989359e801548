import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs a command of the product in a child process. @throws Error with its output, if it fails */
export const command = async (...parts: readonly string[]): Promise<void> => {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...parts], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4000);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`spinestream ${parts.join(' ')} ended with ${String(code)}:\n${said}`);
};
