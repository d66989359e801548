import { stringify } from 'yaml';
import { z } from 'zod';
import { BUILT_IN } from '../../config/built-in.ts';
import { PLUGIN_KINDS, type PluginInfo, type PluginKind } from '../../core/registry.ts';
import { SpineError } from '../../domain/spine-error.ts';
import { namesOrNothing } from '../../domain/text/listed.ts';
import { suggestion } from '../../domain/text/nearest-name.ts';

interface Listing {
  /** Name of the plugin to show; all by default. */
  readonly name?: string | undefined;
  readonly json: boolean;
  /** The user's plugins. */
  readonly own?: readonly PluginInfo[];
}

/** Lists plugins of a kind, or describes one of them. @throws NAME_UNKNOWN */
export const describePlugins = (kind: PluginKind, { name, json, own = [] }: Listing): string => {
  const all: readonly PluginInfo[] = [...BUILT_IN[kind].values(), ...own];
  const chosen = name === undefined ? all : all.filter((one) => one.name === name);
  if (chosen.length === 0) throw nameUnknown(kind, name ?? '', all);
  if (json) return `${JSON.stringify(chosen.map(asJson), undefined, 2)}\n`;
  return name === undefined ? listed(all) : chosen.map(page).join('\n');
};

const nameUnknown = (kind: PluginKind, name: string, known: readonly PluginInfo[]): SpineError => {
  const other = PLUGIN_KINDS.find((one) => one !== kind && BUILT_IN[one].has(name));
  const meant = suggestion(
    name,
    known.map((one) => one.name),
  );
  return new SpineError({
    code: 'NAME_UNKNOWN',
    reason: `no ${kind.slice(0, -1)} is called "${name}";${other === undefined ? meant : ` see "spinestream ${other} ${name}"`}`,
  });
};

const schemaOf = (options: z.ZodType) =>
  z.toJSONSchema(options, { io: 'input', target: 'draft-7', unrepresentable: 'any' });

const asJson = ({ kind, name, summary, description, options, example }: PluginInfo) => ({
  kind,
  name,
  summary,
  description,
  options: schemaOf(options),
  example: shownExample(example?.options),
});

const listed = (all: readonly PluginInfo[]): string => {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join('');
};

const typeOf = (schema: z.core.JSONSchema._JSONSchema): string => {
  if (typeof schema === 'boolean') return 'anything';
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  return String(schema.type ?? 'anything');
};

/** A source example's "${folder}" becomes the variable of --studies in a pipeline file. */
const shownExample = (options: unknown): unknown =>
  options === undefined ? undefined : JSON.parse(JSON.stringify(options).replaceAll('${folder}', '${studies}'));

/** The example as in a pipeline file, on one line. */
const lineOf = (info: PluginInfo): string => {
  const item = stringify([{ [info.name]: shownExample(info.example?.options) }], {
    collectionStyle: 'flow',
    lineWidth: 0,
  });
  const inner = item.trim().replace(/^\[ \{ (.*) \} \]$/s, '$1');
  return info.kind === 'source' ? `source: { ${inner} }` : `- ${inner}`;
};

/** What the example reads and writes, one line each. */
const effectsOf = (info: PluginInfo): readonly string[] => {
  if (info.kind === 'source') return [];
  if (info.kind === 'operator') {
    const { reads, writes } = info.bind(info.example?.options);
    return [`reads ${namesOrNothing(reads)}`, `writes ${namesOrNothing(writes)}`];
  }
  const { reads, columns, folder, companions = [] } = info.bind(info.example?.options);
  return [
    `reads ${namesOrNothing(reads)}`,
    ...(columns === undefined ? [] : [`writes ${info.name}.csv: ${columns.join(', ')}`]),
    ...(folder === undefined ? [] : [`writes files in ${folder}/`]),
    ...companions.map(({ name }) => `writes ${name}.csv beside it`),
  ];
};

const exampleOf = (info: PluginInfo): string =>
  info.example === undefined
    ? ''
    : `\nexample\n${[lineOf(info), ...effectsOf(info)].map((line) => `  ${line}\n`).join('')}`;

const page = (info: PluginInfo): string => {
  const { name, summary, description, options } = info;
  const { properties = {}, required = [] } = schemaOf(options);
  const lines = Object.entries(properties).map(([option, schema]) => {
    const details = typeof schema === 'boolean' ? {} : schema;
    const need = required.includes(option) ? 'required' : 'optional';
    const may = details.default === undefined ? need : `default ${JSON.stringify(details.default)}`;
    return `  ${option}: ${typeOf(schema)} (${may})\n      ${details.description ?? ''}\n`;
  });
  return `${name}\n  ${summary}\n${description === undefined ? '' : `  ${description}\n`}\noptions\n${lines.join('') || '  none\n'}${exampleOf(info)}`;
};
