import { type GraphNode, type PipelineGraph, pipelineGraph, withoutImplied } from '../../graph/pipeline-graph.ts';
import type { GradeEvent } from '../../run/grade-studies.ts';
import { timeLeftMs } from '../../run/time-left.ts';
import { type Failure, lifecycle, type Watched } from '../lifecycle.ts';
import { type RateMeter, rateMeter } from '../rate-meter.ts';
import { boundedSeries } from '../series.ts';
import { messageLog, messagesOf as messagesOfEvent } from './run-messages.ts';
import { inFlight, studiesAtWork, type Way } from './studies-at-work.ts';

export interface RunStateOptions extends Watched {
  readonly concurrency: number;
}

interface Meter {
  readonly rate: RateMeter;
  done: number;
  totalMs: number;
}

const HISTORY_EVERY_MS = 2000;
const MOST_HISTORY = 120;
/** A stalled output repeats its event; after this long without one it counts as recovered. */
const WAITING_MS = 30_000;

/** Index of the step that a graph node stands for. */
const placeOf = ({ kind, step }: GraphNode, steps: number): number =>
  kind === 'source' ? -1 : kind === 'output' ? steps : (step ?? 0);

const waysOf = ({ nodes, edges }: PipelineGraph, steps: number): readonly Way[] => {
  const places = new Map(nodes.map((node) => [node.id, placeOf(node, steps)]));
  return edges.map(({ from, to }) => ({ from: places.get(from) ?? -1, to: places.get(to) ?? steps }));
};

/** State of a run, built from its events. Handling an event takes about a microsecond, whether or not a client is connected. */
export const runState = ({ concurrency, memoryBytes, rssBytes, now }: RunStateOptions) => {
  const { begunMs, ...life } = lifecycle({ now });
  const messages = messageLog();
  const studies = studiesAtWork();
  const pace = rateMeter();
  const history = boundedSeries(MOST_HISTORY);
  const warned = new Map<string, number>();
  let graph: PipelineGraph | undefined;
  let ways: readonly Way[] = [];
  let meters: readonly Meter[] = [];
  let total: number | undefined;
  let [done, earlier, failed, warnings, loaded] = [0, 0, 0, 0, 0];
  let budget: Extract<GradeEvent, { type: 'budget-opened' }> | undefined;
  let firstMs: number | undefined;
  let [lastMs, historyMs, waitingMs] = [begunMs, begunMs, Number.NEGATIVE_INFINITY];

  const atS = (): number => (now() - begunMs) / 1000;

  /** Samples the pace periodically. */
  const sample = (nowMs: number): void => {
    if (nowMs - historyMs < HISTORY_EVERY_MS || done === 0) return;
    history.add((nowMs - begunMs) / 1000, pace.perMinute(nowMs));
    historyMs = nowMs;
  };

  const takeStudy = ({ record, ms }: Extract<GradeEvent, { type: 'study' }>): void => {
    lastMs = now();
    done++;
    failed += Number(record.error !== undefined);
    warnings += record.warnings.length;
    for (const code of new Set(record.warnings.map((one) => one.code))) warned.set(code, (warned.get(code) ?? 0) + 1);
    pace.add(lastMs, ms);
    sample(lastMs);
    studies.end(record.studyId);
  };

  const take = (event: GradeEvent): void => {
    if (event.type === 'checked') {
      graph = withoutImplied(pipelineGraph(event.pipeline));
      ways = waysOf(graph, event.pipeline.steps.length);
      meters = event.pipeline.steps.map(() => ({ rate: rateMeter(), done: 0, totalMs: 0 }));
    } else if (event.type === 'opened') total = event.studies;
    else if (event.type === 'budget-opened') budget = event;
    else if (event.type === 'model-loaded') loaded++;
    else if (event.type === 'done-earlier') earlier++;
    else if (event.type === 'output-waiting') waitingMs = now();
    else if (event.type === 'step-begun') {
      firstMs ??= now();
      studies.at(event.studyId, event.step, now());
    } else if (event.type === 'step') {
      const meter = meters[event.step];
      if (meter === undefined) return;
      meter.rate.add(now(), event.ms);
      meter.done++;
      meter.totalMs += event.ms;
      if (event.step === meters.length - 1) studies.at(event.studyId, meters.length, now());
    } else if (event.type === 'study') takeStudy(event);
  };

  const stepFigures = (nowMs: number) => {
    const all = studies.all();
    const sumMs = meters.reduce((sum, { totalMs }) => sum + totalMs, 0);
    return meters.map(({ rate, done: count, totalMs }, step) => ({
      /** Studies at this step: one being computed and those waiting for their turn. */
      at: all.filter((study) => study.step === step).length,
      done: count,
      perMinute: rate.perMinute(nowMs),
      meanMs: rate.meanMs(nowMs),
      /** Share of the time of all steps so far. */
      share: sumMs === 0 ? 0 : totalMs / sumMs,
    }));
  };

  /** Estimated from the pace since the first study began, which is smoother than that of the last minute. */
  const leftMs = (nowMs: number): number | undefined => {
    if (total === undefined || firstMs === undefined || done === 0 || life.isOver()) return undefined;
    const rest = Math.max(0, total - done - earlier);
    return timeLeftMs({ done, rest, takenMs: lastMs - firstMs, sinceMs: nowMs - lastMs });
  };

  /** The state that the page shows, as it is sent. */
  const snapshot = () => {
    const nowMs = life.nowMs();
    const all = studies.all();
    sample(nowMs);
    return {
      kind: 'run',
      phase: life.phase(firstMs !== undefined),
      failure: life.failure(),
      elapsedS: (nowMs - begunMs) / 1000,
      /** `total` is undefined for an open-ended source; `earlier` were done by earlier runs into the folder. */
      studies: { total, done, earlier, failed, perMinute: pace.perMinute(nowMs), leftMs: leftMs(nowMs) },
      /** `outputsWait`: an output is stalled. */
      window: { inProgress: all.length, concurrency, outputsWait: nowMs - waitingMs < WAITING_MS },
      memory: {
        rssBytes: rssBytes(),
        limitBytes: memoryBytes,
        budget: budget && { usedBytes: budget.heldBytes(), bytes: budget.budgetBytes },
      },
      /** Networks loaded so far. */
      models: loaded,
      steps: stepFigures(nowMs),
      /** Studies whose outputs are being written. */
      writing: all.filter(({ step }) => step === meters.length).length,
      /** By edge of the graph: number of studies that hold its entries. */
      inFlight: ways.map((way) => inFlight(way, all)),
      atWork: all.map(({ studyId, step, begunMs: from, sinceMs }) => ({
        ...{ studyId, step, ms: nowMs - from, stepMs: nowMs - sinceMs },
      })),
      warnings,
      /** Codes, with the number of studies that have them. */
      warned: [...warned].sort(([, a], [, b]) => b - a).slice(0, 12),
      messages: messages.newest().slice(0, 80),
      /** Points of seconds since the start and studies per minute. */
      history: history.points(),
    };
  };

  return {
    onEvent: (event: GradeEvent): void => {
      take(event);
      for (const told of messagesOfEvent(event)) messages.add(told, atS());
    },
    end: (failure: Failure | undefined): void => {
      life.end(failure);
      studies.clear();
    },
    /** Undefined until the pipeline has been validated. */
    graph: () => graph,
    snapshot,
  };
};
