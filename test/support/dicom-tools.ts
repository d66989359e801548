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

/** What a program wrote about one of several files, to both streams. */
export interface ToolAnswer {
  readonly file: string;
  readonly status: number;
  readonly lines: readonly string[];
}

const END = '#status ';

/** Runs a program on one file after the other; a shell does, since a process as large as that of the tests takes long to start others. */
export const runToolOnEach = (
  tool: DicomTool,
  args: readonly string[],
  files: readonly string[],
): readonly ToolAnswer[] => {
  const script = `for file; do ${[tool, ...args].join(' ')} "$file" 2>&1; printf '\\n${END}%s\\n' $?; done`;
  const { stdout, error } = spawnSync('sh', ['-c', script, 'sh', ...files], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  const answers: ToolAnswer[] = [];
  let lines: string[] = [];
  for (const line of stdout.split('\n'))
    if (line.startsWith(END)) {
      answers.push({ file: files[answers.length]!, status: Number(line.slice(END.length)), lines });
      lines = [];
    } else lines.push(line);
  if (answers.length !== files.length) throw new Error(`${answers.length} answers of ${tool} on ${files.length} files`);
  return answers;
};

/** What dciodvfy finds wrong with each file: its lines that begin with `Error`. */
export const dicomErrorsOfEach = (files: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    runToolOnEach('dciodvfy', [], files).map(({ file, lines }) => [
      file,
      lines.filter((line) => line.startsWith('Error')),
    ]),
  );

export const dicomErrors = (file: string): readonly string[] => dicomErrorsOfEach([file]).get(file)!;
