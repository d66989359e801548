import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const folders = (process.env.PATH ?? '').split(delimiter);

const isInstalled = (program: string): boolean => folders.some((folder) => existsSync(join(folder, program)));

/** Debian's package of each program that tests run. */
const PACKAGES = {
  dsrdump: 'dcmtk',
  dsr2xml: 'dcmtk',
  dcmdump: 'dcmtk',
  dcmmkdir: 'dcmtk',
  dciodvfy: 'dicom3tools',
} as const;
export type DicomTool = keyof typeof PACKAGES;

/** For checks besides those that a test rests on. */
export const isToolInstalled = (tool: DicomTool): boolean => isInstalled(tool);

/** A `describe` that is pending, with one line saying why, where one of the programs is not installed. */
export const describeWithTools = (title: string, tools: readonly DicomTool[], body: () => void): void => {
  const missing = tools.filter((tool) => !isInstalled(tool));
  if (missing.length === 0) describe(title, body);
  else
    describe(title, () => it(`pending: no ${missing.map((tool) => `${tool} (Debian: ${PACKAGES[tool]})`).join(', ')}`));
};

/** What a program wrote, to both streams. Fails where it cannot be started; its exit status is the caller's to judge. */
export const runTool = (tool: DicomTool, args: readonly string[]) => {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
};

/** What dciodvfy finds wrong with a file: its lines that begin with `Error`. */
export const dicomErrors = (file: string): readonly string[] => {
  const { stdout, stderr } = runTool('dciodvfy', [file]);
  return `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('Error'));
};
