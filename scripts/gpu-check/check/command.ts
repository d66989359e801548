import { spawn } from 'node:child_process';

export interface Ended {
  /** Undefined if it was killed, or did not start. */
  readonly status: number | undefined;
  readonly output: string;
  readonly late: boolean;
}

/** Runs a program with a time limit. @param onLine  receives each line of its standard output */
export const runCommand = (
  program: string,
  args: readonly string[],
  { timeoutMs, cwd, onLine = () => {} }: { timeoutMs: number; cwd: string; onLine?: (line: string) => void },
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(program, [...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, rest, late] = ['', '', false];
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ status: undefined, output: error.message, late });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ status: code ?? undefined, output, late });
    });
  });

/** The last lines that are no stack trace, for a reason. */
export const reasonIn = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |Node\.js v)/.test(line))
    .slice(-3)
    .join(' / ')
    .slice(0, 500);
