import { join } from 'node:path';
import { expect } from 'chai';
import { builtInContext, checkFiles } from '../../../src/config/check-files.ts';
import { loadPipeline } from '../../../src/config/check-pipeline.ts';
import { formatDiagnostic } from '../../../src/config/diagnostic.ts';
import { loadPluginFile } from '../../../src/config/user-files/load-plugins.ts';
import { z } from '../../../src/index.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const operatorFile = (name: string, write = name, exported = 'export const operator =') => `
import { adding, defineOperator, z } from 'spinestream';
interface Typed { readonly value: number }
const one: Typed = { value: 1 };
${exported} defineOperator({
  name: '${name}',
  summary: 'Write a number.',
  options: z.strictObject({ times: z.number().default(1).describe('factor') }),
  reads: () => [],
  writes: () => ['custom.${write}'],
  apply: (o) => () => adding('custom.${write}', one.value * o.times),
});
`;

describe('loadPluginFile', () => {
  const folder = temporaryFolder();
  const written = async (name: string, text: string): Promise<string> => {
    await writeTree(folder(), { [name]: text });
    return join(folder(), name);
  };
  const refusalOf = async (name: string, text: string) => rejectionOf(loadPluginFile(await written(name, text)));

  it('takes TypeScript that lies outside any package, with the one copy of the product that is running', async () => {
    const { operators } = await loadPluginFile(await written('one.ts', operatorFile('one')));
    expect(operators.map(({ name }) => name)).to.deep.equal(['one']);
    expect(operators[0]?.options).to.be.instanceOf(z.ZodObject);
    expect(operators[0]?.bind({ times: 2 }).writes).to.deep.equal(['custom.one']);
  });

  it('takes JavaScript, a default export, and relative imports without an extension', async () => {
    await writeTree(folder(), { 'lib/factor.ts': 'export const factor: number = 3;' });
    const text = `import { factor } from './lib/factor';
      import { adding, defineOperator, z } from 'spinestream';
      const spec = { name: 'three', summary: 'x', options: z.strictObject({}), reads: () => [], writes: () => ['custom.three'], apply: () => () => adding('custom.three', factor) };
      export default defineOperator(spec);`;
    const { operators } = await loadPluginFile(await written('three.js', text));
    expect(operators.map(({ name }) => name)).to.deep.equal(['three']);
  });

  it('finds TypeScript that is imported as the JavaScript which it compiles to', async () => {
    await writeTree(folder(), {
      'lib/five.ts': 'export const five: number = 5;',
      'lib/six.mts': 'export const six = 6;',
    });
    const text = `import { five } from './lib/five.js';\nimport { six } from './lib/six.mjs';\n${operatorFile('eleven')}
      if (five + six !== 11) throw new Error('wrong files');`;
    expect((await loadPluginFile(await written('eleven.ts', text))).operators).to.have.length(1);
  });

  it('takes files of a CommonJS package as modules, too', async () => {
    await writeTree(folder(), { 'package.json': '{ "type": "commonjs" }' });
    const { operators } = await loadPluginFile(await written('two.ts', operatorFile('two')));
    expect(operators).to.have.length(1);
  });

  it('counts an operator once that two names export', async () => {
    const text = `${operatorFile('twin')}\nexport { operator as default };`;
    expect((await loadPluginFile(await written('twin.ts', text))).operators).to.have.length(1);
  });

  it('knows a file by its bytes', async () => {
    const a = await loadPluginFile(await written('a.ts', operatorFile('same')));
    const b = await loadPluginFile(await written('b.ts', operatorFile('same')));
    const c = await loadPluginFile(await written('c.ts', operatorFile('other')));
    expect(b.sha256).to.equal(a.sha256);
    expect(c.sha256).to.not.equal(a.sha256);
  });

  it('says that a file is missing', async () => {
    const error = await rejectionOf(loadPluginFile('no/such.ts'));
    expect(error.message).to.equal(
      'no/such.ts: cannot read this plugin file; check the path (in a pipeline file it is relative to that file)',
    );
  });

  it('says which kinds of files hold operators', async () => {
    expect((await rejectionOf(loadPluginFile('operator.py'))).message).to.equal(
      'operator.py: not a plugin file; expected TypeScript or JavaScript (.ts, .mts, .js, .mjs)',
    );
  });

  for (const extension of ['ts', 'js'])
    it(`says where a .${extension} file cannot be compiled`, async () => {
      const error = await refusalOf(`broken.${extension}`, 'const fine = 1;\nexport const b = ;\n');
      expect(error.code).to.equal('PLUGIN_SYNTAX');
      expect(error.message).to.equal(`${join(folder(), `broken.${extension}`)}:2:18: cannot compile: Unexpected ";"`);
    });

  it('says in which imported file the mistake is', async () => {
    await writeTree(folder(), { 'lib.ts': 'export const a = 1 +;' });
    const error = await refusalOf('importing.ts', "import './lib.ts';");
    expect(error.where).to.include({ file: join(folder(), 'lib.ts'), line: 1 });
  });

  it('says which import leads nowhere', async () => {
    const error = await refusalOf('lost.ts', "import './nowhere.ts';");
    expect(error.code).to.equal('PLUGIN_IMPORT_MISSING');
    expect(error.message).to.include('nowhere.ts').and.to.include('check its path, or install the package');
  });

  it('says what the product does not export', async () => {
    const error = await refusalOf(
      'wrong-name.ts',
      "import { defineOperators } from 'spinestream';\ndefineOperators();",
    );
    expect(error.code).to.equal('PLUGIN_SYNTAX');
    expect(error.message).to.include("does not provide an export named 'defineOperators'");
  });

  it('says where the import of a file throws', async () => {
    const error = await refusalOf('throwing.ts', "const text: string = 'no luck';\n\nthrow new Error(text);");
    expect(error.code).to.equal('PLUGIN_THROWS');
    expect(error.message).to.equal(`${join(folder(), 'throwing.ts')}:3:7: threw while being imported: no luck`);
  });

  it('says what a declaration lacks', async () => {
    const text = "import { defineOperator, z } from 'spinestream';\ndefineOperator({ name: 'No Name' });";
    const error = await refusalOf('misdeclared.js', text);
    expect(error.message).to.include('defineOperator: "name" is "No Name" (text), expected kebab-case words');
  });

  it('says that a file exports no operator', async () => {
    const error = await refusalOf('none.ts', 'export const answer = 42;');
    expect(error.message).to.equal(
      `${join(folder(), 'none.ts')}: this file exports no source, operator or output (exports: answer); export the result of defineSource, defineOperator or defineOutput`,
    );
  });

  it('does not wait for ever', async () => {
    const path = await written('hanging.ts', 'await new Promise(() => {});\nexport {};');
    const error = await rejectionOf(loadPluginFile(path, { timeoutMs: 50 }));
    expect(error.message).to.equal(
      `${path}: importing this file took more than 0.05 s; check what its top level waits for`,
    );
  });
});

describe('a pipeline file with operators of its own', () => {
  const folder = temporaryFolder();
  const checked = async (pipeline: string, files: Readonly<Record<string, string>> = {}) => {
    await writeTree(folder(), { 'p.yaml': pipeline, ...files });
    const diagnostics = await checkFiles([join(folder(), 'p.yaml')], {});
    return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic).replaceAll(`${folder()}/`, ''));
  };

  it('finds them beside itself', async () => {
    const pipeline = 'plugins: [./ops/mine.ts]\nsteps:\n  - mine: { times: 2 }\n';
    expect(await checked(pipeline, { 'ops/mine.ts': operatorFile('mine') })).to.deep.equal([
      'p.yaml:3:5  warning  mine: nothing reads "custom.mine"; remove the step, or add an operator or output that reads it',
    ]);
  });

  it('checks their options like those of built-in ones', async () => {
    const pipeline = 'plugins: [./mine.ts]\nsteps:\n  - mine: { time: 2, times: many }\n';
    const diagnostics = await checked(pipeline, { 'mine.ts': operatorFile('mine') });
    expect(diagnostics).to.deep.equal([
      'p.yaml:3:13  error  mine: unknown option "time"; did you mean "times"? (known: times)',
      'p.yaml:3:29  error  mine: "times" is "many" (a string), expected a number',
    ]);
  });

  it('reports a file that does not load at its place in the list, and not its operators as unknown', async () => {
    const pipeline = 'plugins:\n  - ./mine.ts\n  - ./gone.ts\nsteps:\n  - mine: {}\n  - theirs: {}\n';
    const diagnostics = await checked(pipeline, { 'mine.ts': operatorFile('mine') });
    expect(diagnostics).to.deep.equal([
      'p.yaml:3:5  error  plugins: gone.ts: cannot read this plugin file; check the path (in a pipeline file it is relative to that file)',
    ]);
  });

  it('refuses names that are taken, naming both owners, and files listed twice', async () => {
    const pipeline = 'plugins: [./a.ts, ./b.ts, ./crop.ts, ./a.ts]\nsteps:\n  - load-series: {}\n';
    const diagnostics = await checked(pipeline, {
      'a.ts': operatorFile('mine'),
      'b.ts': operatorFile('mine'),
      'crop.ts': operatorFile('crop-rois'),
    });
    expect(diagnostics.slice(0, 3)).to.deep.equal([
      'p.yaml:1:19  error  plugins: ./b.ts and ./a.ts both have an operator "mine"; rename the one in ./b.ts',
      'p.yaml:1:27  error  plugins: ./crop.ts and the product both have an operator "crop-rois"; rename the one in ./crop.ts',
      'p.yaml:1:38  error  plugins: ./a.ts is listed twice; remove one',
    ]);
  });

  it('says that a declaration throws for the options it was given', async () => {
    const text = operatorFile('mine').replace('reads: () => []', "reads: () => { throw new Error('oh no'); }");
    expect(await checked('plugins: [./mine.ts]\nsteps:\n  - mine: {}\n', { 'mine.ts': text })).to.deep.equal([
      'p.yaml:3:5  error  mine: its declaration threw for these options: oh no',
    ]);
  });

  it('says that a declaration gives no list of names, or checks options asynchronously', async () => {
    const pipeline = (name: string) => `plugins: [./${name}.js]\nsteps:\n  - mine: {}\n`;
    const script = operatorFile('mine')
      .replace(/interface .*\n/, '')
      .replace(': Typed', '');
    const noList = script.replace('reads: () => []', "reads: () => 'series'");
    const later = script.replace(
      "z.strictObject({ times: z.number().default(1).describe('factor') })",
      '$&.refine(async () => true)',
    );
    expect(await checked(pipeline('no-list'), { 'no-list.js': noList })).to.deep.equal([
      'p.yaml:3:5  error  mine: its declaration threw for these options: mine: defineOperator: "reads" is "series" (text), expected a list of names for these options',
    ]);
    const [diagnostic] = await checked(pipeline('later'), { 'later.js': later });
    expect(diagnostic).to.match(/^p\.yaml:3:5 {2}error {2}mine: its declaration threw for these options: .*async/i);
  });

  it('means something else when the code has changed', async () => {
    await writeTree(folder(), {
      'a.yaml': 'plugins: [./a.ts]\nsteps:\n  - mine: {}\n',
      'b.yaml': 'plugins: [./b.ts]\nsteps:\n  - mine: {}\n',
      'a.ts': operatorFile('mine'),
      'b.ts': operatorFile('mine').replace('value: 1', 'value: 2'),
    });
    const context = builtInContext({});
    const [a, b] = await Promise.all(['a.yaml', 'b.yaml'].map((name) => loadPipeline(join(folder(), name), context)));
    expect(a?.pipeline.canonical).to.not.equal(b?.pipeline.canonical);
  });
});
