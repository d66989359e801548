import { transferSyntaxes } from '../src/dicom/index.ts';
import { REASON_CODES } from '../src/domain/reason-codes/index.ts';
import { ALL_CODES } from '../src/interop/codes/index.ts';
import { settingInfos } from '../src/run/settings.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const syntaxTable = (): string =>
  table(
    ['transfer syntax', 'UID', ''],
    transferSyntaxes().map(({ name, uid, lossy }) => [name, `\`${uid}\``, lossy ? 'read, and noted as lossy' : 'read']),
  );

const codeTable = (): string =>
  table(
    ['code', 'effect', 'what it means', 'what to do'],
    Object.values(REASON_CODES)
      .flatMap((codes) => Object.entries(codes))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { effect, meaning, remedy }]) => [`\`${code}\``, effect, meaning, remedy]),
  );

const shownDefault = (value: unknown): string =>
  value === undefined || (Array.isArray(value) && value.length === 0) ? '' : `\`${JSON.stringify(value)}\``;

const settingsTable = (): string =>
  table(
    ['setting', 'option', 'default', ''],
    settingInfos().map(({ name, flag, onCommandLine, default: value, description }) => [
      `\`${name}\``,
      onCommandLine ? `\`--${flag}\`` : '',
      shownDefault(value),
      description,
    ]),
  );

const resultCodeTable = (): string =>
  table(
    ['meaning', 'scheme', 'value', 'source'],
    ALL_CODES.map(({ meaning, scheme, value, source }) => [meaning, scheme, `\`${value}\``, source]),
  );

const TABLES: Readonly<Record<string, () => string>> = {
  'transfer-syntaxes': syntaxTable,
  'reason-codes': codeTable,
  'run-settings': settingsTable,
  'result-codes': resultCodeTable,
};

/** A page with its generated tables made anew. */
export const withTables = (page: string): string =>
  page.replace(/(<!-- generated:([a-z-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g, (_, start, name, end) => {
    const made = TABLES[name]?.();
    if (made === undefined) throw new Error(`no table is called ${name}`);
    return `${start}\n${made}\n\n${end}`;
  });
