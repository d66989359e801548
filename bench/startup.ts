import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const ROUNDS = 9;

const medianMs = (args: readonly string[]): number => {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    spawnSync(process.execPath, args, { stdio: 'ignore' });
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[ROUNDS >> 1]!;
};

/** Measures how long the built program takes to print its help, compared with an empty Node process. */
export const startupBench = async (report: (line: string) => void): Promise<void> => {
  const main = 'dist/cli/main.js';
  if (!existsSync(main)) throw new Error(`${main} is not there; run "npm run build" first`);
  const bare = medianMs(['-e', '0']);
  for (const args of [['--help'], ['run', '--help'], ['operators']]) {
    const ms = medianMs([main, ...args]);
    report(
      `spinestream ${args.join(' ')}: ${ms.toFixed(0)} ms, ${(ms / bare).toFixed(1)} x bare node (${bare.toFixed(0)} ms)`,
    );
  }
  for (const [name, file] of [
    ['spinestream', 'index.js'],
    ['spinestream/operators', 'api/operators.js'],
  ] as const) {
    const imported = ['--input-type=module', '-e', `await import('./dist/${file}')`];
    const measured = `const before = process.memoryUsage().rss; ${imported[2]}; console.log(process.memoryUsage().rss - before)`;
    const { stdout } = spawnSync(process.execPath, [imported[0]!, imported[1]!, measured], { encoding: 'utf8' });
    report(
      `import '${name}': ${medianMs(imported).toFixed(0)} ms, ${(Number(stdout) / 1e6).toFixed(0)} MB more than bare node`,
    );
  }
};
