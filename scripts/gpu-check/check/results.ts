import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownOf } from './markdown.ts';

/** `skipped` and `not supported` are no failures, `measured` compares nothing. */
export type Outcome = 'agrees' | 'measured' | 'not supported' | 'skipped' | 'differs' | 'failed';

export interface Row {
  readonly step: string;
  readonly subject: string;
  readonly outcome: Outcome;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly reason?: string;
}

/** Facts about the machine, as text. */
export type Facts = Readonly<Record<string, string>>;

export interface Results {
  readonly verdict: string;
  readonly seconds: number;
  readonly facts: Facts;
  readonly rows: readonly Row[];
}

export interface ResultWriter {
  readonly fact: (name: string, value: string) => void;
  readonly add: (row: Row) => void;
  readonly rows: () => readonly Row[];
  readonly end: (verdict: string) => void;
}

/** A file whose readers see the old text or the new one. */
const replace = (file: string, text: string): void => {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
};

/** Collects results and rewrites `gpu-check.json` and `gpu-check.md` after each, so that a killed check leaves what it found. */
export const resultWriter = (out: string, begunMs: number, print: (line: string) => void): ResultWriter => {
  mkdirSync(out, { recursive: true });
  const facts: Record<string, string> = {};
  const rows: Row[] = [];
  const write = (verdict: string): void => {
    const results: Results = { verdict, seconds: Math.round((Date.now() - begunMs) / 1000), facts, rows };
    replace(join(out, 'gpu-check.json'), `${JSON.stringify(results, undefined, 2)}\n`);
    replace(join(out, 'gpu-check.md'), markdownOf(results));
  };
  return {
    fact: (name, value) => {
      facts[name] = value;
      print(`${name}: ${value}`);
      write('unfinished');
    },
    add: (row) => {
      rows.push(row);
      const figures = Object.entries(row.figures).map(([name, value]) => `${name} ${value}`);
      print(
        [`${row.step}: ${row.subject}: ${row.outcome}`, ...figures, ...(row.reason ? [row.reason] : [])].join(', '),
      );
      write('unfinished');
    },
    rows: () => rows,
    end: (verdict) => {
      print(verdict);
      write(verdict);
    },
  };
};
