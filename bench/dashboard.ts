import { builtInContext } from '../src/config/check-files.ts';
import { loadPipeline } from '../src/config/check-pipeline.ts';
import { pipelinePath } from '../src/config/shipped.ts';
import { runDashboard } from '../src/dashboard/run-dashboard.ts';

const STUDIES = 1000;
const UPDATES = 60;
const AT_WORK = 8;

/**
 * Measures the processor time of the live view, with an open page, while a thousand studies per minute go through
 * two-stage-report.
 */
export const dashboardBench = async (report: (line: string) => void): Promise<void> => {
  const context = builtInContext({ studies: 'studies', models: 'models', out: 'out' });
  const { pipeline } = await loadPipeline(pipelinePath('two-stage-report'), context);
  const dashboard = await runDashboard({
    ...{ port: 0, name: 'bench', concurrency: AT_WORK, memoryBytes: 8e9 },
    ...{ rssBytes: () => process.memoryUsage.rss(), now: () => performance.now() },
  });
  dashboard.onEvent({ type: 'checked', pipeline, warnings: [] });
  dashboard.onEvent({ type: 'opened', studies: STUDIES, absent: 0, described: true, notes: [] });
  const before = process.cpuUsage();
  for (let i = 0; i < STUDIES; i++) {
    const studyId = String(i);
    for (const [step, { operator }] of pipeline.steps.entries()) {
      dashboard.onEvent({ type: 'step-begun', operator: operator.name, step, studyId });
      dashboard.onEvent({ type: 'step', operator: operator.name, step, ms: 10, studyId });
    }
    dashboard.onEvent({ type: 'study', record: { studyId, input: '', tables: {}, warnings: [] }, ms: 300 });
  }
  const events = process.cpuUsage(before);
  for (let i = 0; i < AT_WORK; i++) dashboard.onEvent({ type: 'step-begun', operator: 'x', step: i, studyId: `w${i}` });
  let bytes = 0;
  for (let i = 0; i < UPDATES; i++) bytes += (await (await fetch(new URL('state.json', dashboard.url))).text()).length;
  const { user, system } = process.cpuUsage(before);
  await dashboard.close();
  const ms = (user + system) / 1000;
  report(
    `${STUDIES} studies of ${pipeline.steps.length} steps: ${((events.user + events.system) / 1000).toFixed(0)} ms for their events, ${(ms - (events.user + events.system) / 1000).toFixed(0)} ms for ${UPDATES} updates of ${(bytes / UPDATES / 1000).toFixed(1)} kB, reader included: ${(ms / 600).toFixed(2)}% of a minute`,
  );
};
