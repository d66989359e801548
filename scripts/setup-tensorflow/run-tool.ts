import { spawnSync } from 'node:child_process';
import { toolFailed } from './errors.ts';

export interface Tool {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Completes "could not ...". */
  readonly purpose: string;
  /** What to do when it fails. */
  readonly advice: string;
}

/** Runs a program with its output in front of the user. @throws SETUP_TOOL_FAILED */
export const runTool = ({ program, args, cwd, purpose, advice }: Tool): void => {
  const { status, signal, error } = spawnSync(program, args, { cwd, stdio: 'inherit' });
  if (status === 0) return;
  const ending = error?.message ?? (signal === null ? `code ${status}` : `signal ${signal}`);
  throw toolFailed(purpose, [program, ...args].join(' '), ending, advice);
};

/** Whether a program can be started and ends well; its output is dropped. */
export const answers = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** npm as it was started with (`npm run` says where it lies), or the one on the path. */
export const npm = (args: readonly string[]): Pick<Tool, 'program' | 'args'> => {
  const script = process.env.npm_execpath;
  return script === undefined ? { program: 'npm', args } : { program: process.execPath, args: [script, ...args] };
};
