import type { Results, Row } from './results.ts';

const cell = (value: number | string | undefined): string => String(value ?? '').replaceAll('|', '\\|');

const tableOf = (rows: readonly Row[]): readonly string[] => {
  const figures = [...new Set(rows.flatMap((row) => Object.keys(row.figures)))];
  const line = (cells: readonly (number | string | undefined)[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const head = ['', 'outcome', ...figures, 'reason'];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) => line([row.subject, row.outcome, ...figures.map((name) => row.figures[name]), row.reason])),
  ];
};

/** The results for a reader: a table for each step. */
export const markdownOf = ({ verdict, seconds, facts, rows }: Results): string => {
  const steps = [...new Set(rows.map(({ step }) => step))];
  return [
    '# GPU check',
    '',
    `${verdict} (${seconds} s)`,
    '',
    ...Object.entries(facts).map(([name, value]) => `* ${name}: ${value}`),
    ...steps.flatMap((step) => ['', `## ${step}`, '', ...tableOf(rows.filter((row) => row.step === step))]),
    '',
  ].join('\n');
};
