import { cpus, loadavg } from 'node:os';

/** @param flags  command-line arguments that begin with --; only some benchmarks take any */
type Bench = (report: (line: string) => void, flags: readonly string[]) => Promise<void>;

/** Benchmarks by name: functions that print lines. Loaded on demand. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  startup: async () => (await import('./startup.ts')).startupBench,
  memory: async () => (await import('./memory.ts')).memoryBench,
  imaging: async () => (await import('./imaging.ts')).imagingBench,
  dicom: async () => (await import('./dicom.ts')).dicomBench,
  dicomweb: async () => (await import('./dicomweb.ts')).dicomwebBench,
  intake: async () => (await import('./intake.ts')).intakeBench,
  preparation: async () => (await import('./preparation.ts')).preparationBench,
  models: async () => (await import('./models.ts')).modelsBench,
  tfjs: async () => (await import('./tfjs.ts')).tfjsBench,
  loading: async () => (await import('./loading.ts')).loadingBench,
  ensemble: async () => (await import('./ensemble.ts')).ensembleBench,
  step: async () => (await import('./step.ts')).stepBench,
  checks: async () => (await import('./checks.ts')).checksBench,
  mixing: async () => (await import('./mixing.ts')).mixingBench,
  train: async () => (await import('./train.ts')).trainBench,
  report: async () => (await import('./report.ts')).reportBench,
  phantom: async () => (await import('./phantom.ts')).phantomBench,
  methods: async () => (await import('./methods/methods-bench.ts')).methodsBench,
  evaluate: async () => (await import('./evaluate.ts')).evaluateBench,
  scale: async () => (await import('./scale.ts')).scaleBench,
  dashboard: async () => (await import('./dashboard.ts')).dashboardBench,
  run: async () => (await import('./run.ts')).runBench,
  'against-original': async () => (await import('./against-original/command.ts')).againstOriginalBench,
};

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`unknown benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
const load = loadavg()[0] ?? 0;
console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}, node ${process.version}, load ${load.toFixed(1)}`,
);
for (const name of asked.length > 0 ? asked : Object.keys(BENCHES)) {
  console.log(`\n${name}`);
  const bench = await BENCHES[name]!();
  await bench((line) => console.log(`  ${line}`), flags);
}
