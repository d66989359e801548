import type { Argv } from 'yargs';
import type { PluginInfo, PluginKind } from '../../core/registry.ts';

interface Texts {
  readonly one: string;
  readonly example: string;
}

const TEXTS: Readonly<Record<PluginKind, Texts>> = {
  sources: { one: 'source', example: 'watched-folder' },
  operators: { one: 'operator', example: 'crop-rois' },
  outputs: { one: 'output', example: 'report' },
};

const listingCommand = (kind: PluginKind) => (cli: Argv) => {
  const { one, example } = TEXTS[kind];
  return cli.command(
    `${kind} [name]`,
    `list ${kind}, or show the options of one`,
    (yargs) =>
      yargs
        .positional('name', { type: 'string', describe: `name of the ${one} to show` })
        .option('from', {
          type: 'string',
          array: true,
          default: [],
          describe: `plugin files whose ${kind} to list as well; their code runs`,
        })
        .option('json', { type: 'boolean', default: false, describe: 'print JSON, with options as JSON schema' })
        .example(`$0 ${kind}`, `list all ${kind}`)
        .example(`$0 ${kind} ${example}`, 'show options, defaults and an example'),
    async ({ name, from, json }) => {
      const [{ describePlugins }, { loadPluginFile }] = await Promise.all([
        import('../terminal/describe-plugins.ts'),
        import('../../config/user-files/load-plugins.ts'),
      ]);
      const files = await Promise.all(from.map((file) => loadPluginFile(file)));
      const own = files.flatMap((file): readonly PluginInfo[] => file[kind]);
      process.stdout.write(describePlugins(kind, { name, json, own }));
    },
  );
};

export const sourcesCommand = listingCommand('sources');
export const operatorsCommand = listingCommand('operators');
export const outputsCommand = listingCommand('outputs');
