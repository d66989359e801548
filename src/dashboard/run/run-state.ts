import type { GraphNode, PipelineGraph } from '../../graph/pipeline-graph.ts';
import { pipelineGraph, withoutImplied } from '../../graph/pipeline-graph.ts';
import type { GradeEvent } from '../../run/grade-studies.ts';
import { timeLeftMs } from '../../run/time-left.ts';
import { type RateMeter, rateMeter } from '../rate-meter.ts';
import { boundedSeries } from '../series.ts';
import { messageLog, messagesOf as messagesOfEvent } from './run-messages.ts';
import type { RunSnapshot, StepFigures } from './run-snapshot.ts';
import { inFlight, studiesAtWork, type Way } from './studies-at-work.ts';

export interface RunState {
  readonly onEvent: (event: GradeEvent) => void;
  readonly end: (failure: { readonly code: string; readonly reason: string } | undefined) => void;
  /** Undefined until the pipeline has been validated. */
  readonly graph: () => PipelineGraph | undefined;
  readonly snapshot: () => RunSnapshot;
}

export interface RunStateOptions {
  readonly concurrency: number;
  /** Memory limit of the process where no budget is set. */
  readonly memoryBytes: number;
  readonly rssBytes: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
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
export const runState = ({ concurrency, memoryBytes, rssBytes, now }: RunStateOptions): RunState => {
  const begunMs = now();
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
  let ended: RunSnapshot['failure'] | 'done' | undefined;
  let endedMs: number | undefined;

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

  const stepFigures = (nowMs: number): readonly StepFigures[] => {
    const all = studies.all();
    const sumMs = meters.reduce((sum, { totalMs }) => sum + totalMs, 0);
    return meters.map(({ rate, done: count, totalMs }, step) => ({
      at: all.filter((study) => study.step === step).length,
      done: count,
      perMinute: rate.perMinute(nowMs),
      meanMs: rate.meanMs(nowMs),
      share: sumMs === 0 ? 0 : totalMs / sumMs,
    }));
  };

  /** Estimated from the pace since the first study began, which is smoother than that of the last minute. */
  const leftMs = (nowMs: number): number | undefined => {
    if (total === undefined || firstMs === undefined || done === 0 || ended !== undefined) return undefined;
    const rest = Math.max(0, total - done - earlier);
    return timeLeftMs({ done, rest, takenMs: lastMs - firstMs, sinceMs: nowMs - lastMs });
  };

  const snapshot = (): RunSnapshot => {
    const nowMs = endedMs ?? now();
    const all = studies.all();
    sample(nowMs);
    return {
      kind: 'run',
      phase:
        ended === undefined ? (firstMs === undefined ? 'starting' : 'running') : ended === 'done' ? 'ended' : 'failed',
      failure: ended === 'done' ? undefined : ended,
      elapsedS: (nowMs - begunMs) / 1000,
      studies: { total, done, earlier, failed, perMinute: pace.perMinute(nowMs), leftMs: leftMs(nowMs) },
      window: { inProgress: all.length, concurrency, outputsWait: nowMs - waitingMs < WAITING_MS },
      memory: {
        rssBytes: rssBytes(),
        limitBytes: memoryBytes,
        budget: budget && { usedBytes: budget.heldBytes(), bytes: budget.budgetBytes },
      },
      models: loaded,
      steps: stepFigures(nowMs),
      writing: all.filter(({ step }) => step === meters.length).length,
      inFlight: ways.map((way) => inFlight(way, all)),
      atWork: all.map(({ studyId, step, begunMs: from, sinceMs }) => ({
        ...{ studyId, step, ms: nowMs - from, stepMs: nowMs - sinceMs },
      })),
      warnings,
      warned: [...warned].sort(([, a], [, b]) => b - a).slice(0, 12),
      messages: messages.newest().slice(0, 80),
      history: history.points(),
    };
  };

  return {
    onEvent: (event) => {
      take(event);
      for (const told of messagesOfEvent(event)) messages.add(told, atS());
    },
    end: (failure) => {
      ended ??= failure ?? 'done';
      endedMs ??= now();
      studies.clear();
    },
    graph: () => graph,
    snapshot,
  };
};
