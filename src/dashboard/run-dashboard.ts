import { csvText } from '../files/csv-text.ts';
import { productVersion } from '../run/product-version.ts';
import type { Failure } from './lifecycle.ts';
import { livePage } from './live-page.ts';
import { runPage } from './page/run-page.ts';
import { type RunStateOptions, runState } from './run/run-state.ts';

export interface RunDashboardOptions extends RunStateOptions {
  readonly port: number;
  /** Name of the pipeline, as far as it is known before validation. */
  readonly name: string;
}

/** The live view of a run. */
export type RunDashboard = Awaited<ReturnType<typeof runDashboard>>;

const STEP_COLUMNS = ['step', 'operator', 'here', 'done', 'studies_per_minute', 'mean_ms', 'share'];

const stepRows = (state: ReturnType<typeof runState>) => {
  const names = new Map((state.graph()?.nodes ?? []).map(({ step, name }) => [step, name]));
  return state
    .snapshot()
    .steps.map(({ at, done, perMinute, meanMs, share }, step) => [
      ...[step + 1, names.get(step), at, done, perMinute, meanMs, share],
    ]);
};

/** Serves a page about a run on the loopback address. @throws PORT_TAKEN */
export const runDashboard = async ({ port, name, ...options }: RunDashboardOptions) => {
  const state = runState(options);
  const spinestream = productVersion();
  const version = () => Number(state.graph() !== undefined);
  const { url, close } = await livePage({
    port,
    page: () => runPage(state.graph(), { name: state.graph()?.name ?? name, spinestream, version: version() }),
    snapshot: () => ({ version: version(), ...state.snapshot() }),
    tables: {
      'throughput.csv': () => csvText(['seconds', 'studies_per_minute'], state.snapshot().history),
      'steps.csv': () => csvText(STEP_COLUMNS, stepRows(state)),
    },
  });
  return {
    url,
    onEvent: state.onEvent,
    /** Shows that the run is over, and the reason if it failed, then closes the page's server. */
    close: (failure?: Failure): Promise<void> => {
      state.end(failure);
      return close();
    },
  };
};
