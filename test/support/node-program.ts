import { type ChildProcess, type ForkOptions, fork, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compiledCopy } from '../../src/threads/compiled-copy.ts';

/** The path of a source file's compiled copy, which `node` starts without a TypeScript loader; see root-hooks.ts. */
export const compiled = (file: URL): string => {
  const copy = compiledCopy(file);
  if (copy === undefined)
    throw new Error(`no compiled copy of ${file.href}: test/support/root-hooks.ts was not loaded`);
  return fileURLToPath(copy);
};

/** Starts a program of the tests with a channel for messages. */
export const forkProgram = (file: URL, args: readonly string[] = [], options: ForkOptions = {}): ChildProcess =>
  fork(compiled(file), [...args], { execArgv: [], ...options });

/** The product's program, as users start it. */
export const cliPath = (): string => compiled(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs the product's program to its end. */
export const spinestream = (args: readonly string[], cwd?: string) =>
  spawnSync(process.execPath, [cliPath(), ...args], { encoding: 'utf8', cwd });

/** What the product's program left behind. */
export interface CliEnd {
  /** Null after a signal. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Both, as they came. */
  readonly text: string;
}

export interface CliOptions extends Pick<SpawnOptions, 'cwd'> {
  /** Written to its standard input. */
  readonly input?: string;
  /** With each piece of output: all of it so far, on both streams. */
  readonly onText?: (text: string) => void;
}

/** Runs the product's program to its end while the test goes on. */
export const runCli = (args: readonly string[], { cwd, input, onText = () => {} }: CliOptions = {}): Promise<CliEnd> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [cliPath(), ...args], {
      cwd,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let [out, err, text] = ['', '', ''];
    const read = (chunk: unknown): void => {
      text += chunk;
      onText(text);
    };
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      read(chunk);
    });
    child.stderr?.on('data', (chunk) => {
      err += chunk;
      read(chunk);
    });
    child.stdin?.on('error', () => {}); // it may end before it has read everything
    child.stdin?.end(input);
    child.on('close', (code) => resolve({ code, out, err, text }));
  });
