/** Stands for every fact that neither the run folder nor the user states. */
export const NOT_RECORDED = 'not recorded';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A Markdown table. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const list = (items: readonly string[]): string => items.map((item) => `* ${item}`).join('\n');

export const section = (title: string, ...parts: readonly (string | undefined)[]): string =>
  [`## ${title}`, ...parts.filter((part) => part !== undefined)].join('\n\n');

const TICKS = '```';

export const block = (language: string, text: string): string => `${TICKS}${language}\n${text.trimEnd()}\n${TICKS}`;
