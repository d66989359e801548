import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { compiledCopy } from '../../src/threads/compiled-copy.ts';
import { compileEachInto } from './compiled-copy.ts';
import { sharedFolder } from './temporary-folder.ts';

/** Imports modules in a process of its own and prints every package that was resolved on the way, and what the last one exports. */
const probe = (urls: readonly string[]): string => `
import { register } from 'node:module';
import { MessageChannel } from 'node:worker_threads';
const { port1, port2 } = new MessageChannel();
const hook = \`let port; export const initialize = (data) => { port = data.port; };
export const resolve = async (specifier, context, next) => { port.postMessage(specifier); return next(specifier, context); };\`;
register('data:text/javascript,' + encodeURIComponent(hook), { data: { port: port2 }, transferList: [port2] });
const seen = new Set();
port1.on('message', (specifier) => { if (!/^([./]|file:|node:|data:)/.test(specifier)) seen.add(specifier); });
let api;
for (const url of ${JSON.stringify(urls)}) api = await import(url);
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify({ packages: [...seen], names: Object.keys(api) }));
process.exit(0);
`;

export interface Loaded {
  readonly packages: readonly string[];
  /** What the last of the modules exports. */
  readonly names: readonly string[];
}

/** What importing these modules of the product loads. */
export const loadedBy = async (...modules: readonly URL[]): Promise<Loaded> => {
  const copies = await sharedFolder('compiled-each', compileEachInto);
  const urls = modules.map((module) => compiledCopy(module, copies)!.href);
  const args = ['--input-type=module', '--eval', probe(urls)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).to.equal('');
  return JSON.parse(stdout);
};
