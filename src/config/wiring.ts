import type { BoundOperator, OperatorInfo } from '../core/define-operator.ts';
import type { BoundOutput } from '../core/define-output.ts';
import type { EntryName } from '../core/entries.ts';
import type { Step } from '../core/pipeline.ts';
import { nearestName } from '../domain/text/nearest-name.ts';
import type { Report } from './check-document.ts';
import { namespacesOf } from './possible-entries.ts';
import type { Path } from './yaml/yaml-document.ts';

/** An operator or output with its position in the file. */
export interface BoundItem<B> {
  readonly bound: B;
  readonly path: Path;
  readonly line: number;
}

type Writer = BoundItem<BoundOperator>;

interface WiringOptions {
  readonly known?: readonly OperatorInfo[];
  readonly mayWrite?: (name: EntryName) => boolean;
}

/**
 * Tracks which step writes and reads each entry, and its last reader. Reports entries read before they are written,
 * entries written twice, and operators without any reader of their results.
 * @param known     available plugins, to suggest one that writes a missing entry
 * @param mayWrite  whether another step may write an entry, which is then not reported as missing
 */
export const wiringOf = (
  operators: readonly BoundItem<BoundOperator>[],
  outputs: readonly BoundItem<BoundOutput>[],
  report: Report,
  { known = [], mayWrite = () => false }: WiringOptions = {},
): readonly Step[] => {
  const writers = new Map<EntryName, Writer>();
  const isWritten = (name: EntryName) => writers.has(name) || mayWrite(name);
  const hint = (name: EntryName) => writerHint(name, { writers, operators, known });
  for (const placed of operators) {
    reportUnwritten(placed, isWritten, hint, report);
    for (const name of placed.bound.writes) {
      const first = writers.get(name);
      if (first === undefined) writers.set(name, placed);
      else {
        const already = `which ${first.bound.name} at line ${first.line} writes already`;
        const message = `writes "${name}", ${already}; remove one of them, or give it another "as"`;
        report('error', 'ENTRY_TWICE', placed.path, `${placed.bound.name}: ${message}`, true);
      }
    }
  }
  for (const placed of outputs) reportUnwritten(placed, isWritten, hint, report);
  reportUnused(operators, outputs, report);
  return operators.map(({ bound, line }, index) => ({
    operator: bound,
    line,
    dropsAfter: lastReadBy(index, operators, outputs),
  }));
};

const reportUnwritten = (
  { bound, path }: BoundItem<BoundOperator | BoundOutput>,
  isWritten: (name: EntryName) => boolean,
  hint: (name: EntryName) => string,
  report: Report,
): void => {
  for (const name of bound.reads.filter((read) => !isWritten(read))) {
    const message = `${bound.name}: reads "${name}", which nothing before it writes${hint(name)}`;
    report('error', 'ENTRY_UNWRITTEN', path, message, true);
  }
};

interface Writers {
  readonly writers: ReadonlyMap<EntryName, Writer>;
  readonly operators: readonly Writer[];
  readonly known: readonly OperatorInfo[];
}

/** Suggests a later writer, a similar earlier entry, or a plugin that could write it. */
const writerHint = (name: EntryName, { writers, operators, known }: Writers): string => {
  const later = operators.find(({ bound }) => bound.writes.includes(name));
  if (later !== undefined) return `; ${later.bound.name} at line ${later.line} writes it, but comes later`;
  const [namespace] = name.split('.');
  const related = [...writers.keys()].filter((written) => written.split('.')[0] === namespace);
  const near = nearestName(name, [...writers.keys()]) ?? related.at(-1);
  const writer = writers.get(near as EntryName);
  if (writer !== undefined) return `; ${writer.bound.name} at line ${writer.line} writes "${near}"`;
  const able = known.filter((operator) => namespacesOf(operator)?.writes.includes(namespace ?? ''));
  return able.length === 0 ? '' : `; ${able.map((operator) => operator.name).join(' or ')} would`;
};

const reportUnused = (
  operators: readonly Writer[],
  outputs: readonly BoundItem<BoundOutput>[],
  report: Report,
): void => {
  const read = new Set([...operators, ...outputs].flatMap(({ bound }) => bound.reads));
  for (const { bound, path } of operators.filter(({ bound }) => !bound.writes.some((name) => read.has(name)))) {
    const results = bound.writes.map((name) => `"${name}"`).join(' or ') || 'its result';
    const message = `nothing reads ${results}; remove the step, or add an operator or output that reads it`;
    report('warning', 'RESULT_UNUSED', path, `${bound.name}: ${message}`, true);
  }
};

/** Entries after step `index` that neither a later step nor an output reads. */
const lastReadBy = (
  index: number,
  operators: readonly Writer[],
  outputs: readonly BoundItem<BoundOutput>[],
): readonly EntryName[] => {
  const current = operators[index]!.bound;
  const readLater = new Set([...operators.slice(index + 1), ...outputs].flatMap(({ bound }) => bound.reads));
  return [...new Set([...current.reads, ...current.writes])].filter((name) => !readLater.has(name));
};
