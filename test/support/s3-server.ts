import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './listening.ts';
import { scaleTool } from './scale-tool.ts';

const PROGRAM = scaleTool('moto_server');
const READY_MS = 60_000;
const VARIABLES = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** A server that speaks S3, with one bucket, and an environment that leads to it. */
export interface S3Server {
  readonly port: number;
  readonly bucket: string;
  readonly close: () => Promise<void>;
}

/** Sets variables of the environment. @returns what puts the former ones back */
export const withVariables = (given: Readonly<Record<string, string | undefined>>): (() => void) => {
  const former = Object.keys(given).map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(given)) set(name, value);
  return () => {
    for (const [name, value] of former) set(name, value);
  };
};

/** Variables that lead to a server of this machine. */
export const s3Variables = (port: number): Readonly<Record<string, string>> => ({
  ...VARIABLES,
  AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
});

/** Makes the tests of a suite pending, with one line, where there is no server. */
export const needsS3Server = (context: Mocha.Context): void => {
  if (existsSync(PROGRAM)) return;
  console.log('      pending: no server that speaks S3 here (scripts/scale-tools.sh)');
  context.skip();
};

/** Starts moto's server on a free port. */
export const startS3Server = async (): Promise<S3Server> => {
  const port = await freePort();
  const child: ChildProcess = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const restore = withVariables(s3Variables(port));
  const bucket = 'results';
  const made = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${port}/${bucket}`, { method: 'PUT' }).catch(() => undefined);
    return answer?.ok === true;
  };
  for (const end = Date.now() + READY_MS; !(await made()); await pause(100))
    if (Date.now() > end) throw new Error('moto_server does not answer');
  return {
    port,
    bucket,
    close: async () => {
      restore();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
};
