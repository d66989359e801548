/** Progress of a task. */
export interface Status {
  /** From 0 to 1; undefined if the total is unknown. */
  readonly share?: number | undefined;
  readonly text: string;
  /** The part of the text that is progress; by default all of it. Pace and memory are none. */
  readonly done?: string;
  /** Shown as far as space permits. */
  readonly more?: readonly string[];
}

const [SHORTEST_BAR, LONGEST_BAR] = [10, 24];

const bar = (share: number, size: number): string => {
  const filled = Math.round(size * Math.min(1, share));
  return '='.repeat(filled) + '-'.repeat(size - filled);
};

/** A bar, the text, and as many details as fit; cuts the text only if nothing else is left to drop. */
export const fittedStatus = ({ share, text, more = [] }: Status, columns: number): string => {
  const reserved = share === undefined ? 0 : SHORTEST_BAR + 1;
  let line = text;
  for (const one of more) {
    if (reserved + line.length + 2 + one.length > columns) break;
    line += `, ${one}`;
  }
  const size = Math.min(LONGEST_BAR, columns - line.length - 1);
  return share === undefined || size < SHORTEST_BAR
    ? line.slice(0, Math.max(0, columns))
    : `${bar(share, size)} ${line}`;
};

/** The full status as text. */
export const wholeStatus = ({ text, more = [] }: Status): string => [text, ...more].join(', ');
