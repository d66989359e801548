import { expect } from 'chai';
import { parseYaml } from '../../../src/config/yaml/yaml-document.ts';

const parsed = (text: string, variables: Readonly<Record<string, string>> = {}) => parseYaml(text, 'p.yaml', variables);
const diagnosticsOf = (text: string, variables: Readonly<Record<string, string>> = {}) =>
  parsed(text, variables).diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);

describe('parseYaml', () => {
  it('knows where values and keys stand', () => {
    const { at } = parsed('steps:\n  - a: { b: 1 }\n');
    expect(at(['steps', 0, 'a', 'b'])).to.deep.equal({ line: 2, column: 13 });
    expect(at(['steps', 0, 'a', 'b'], { key: true })).to.deep.equal({ line: 2, column: 10 });
    expect(at(['steps', 3, 'x'])).to.deep.equal({ line: 2, column: 3 });
  });

  it('expands anchors and merge keys, and knows where what they bring stands', () => {
    const { value, at } = parsed('a: &base { q: 1 }\nb:\n  <<: *base\n  r: 2\nc: [*base]\n');
    expect(value).to.deep.equal({ a: { q: 1 }, b: { q: 1, r: 2 }, c: [{ q: 1 }] });
    expect(at(['b', 'q'], { key: true })).to.deep.equal({ line: 1, column: 12 });
    expect(at(['c', 0, 'q'])).to.deep.equal({ line: 1, column: 15 });
  });

  const refusals: readonly (readonly [what: string, text: string, diagnostic: string])[] = [
    ['tabs', 'a:\n\tb: 1\n', '2:1 YAML_SYNTAX a tab is used for indentation; use spaces'],
    ['duplicate keys', 'ab: 1\nab: 2\n', '2:1 YAML_SYNTAX the key "ab" stands in this map twice; remove one'],
    [
      'more than one document',
      'a: 1\n---\nb: 2\n',
      '2:1 YAML_SYNTAX a second document starts here; a pipeline file is one',
    ],
    [
      'aliases of nothing',
      'a: &one 1\nb: *onr\n',
      '2:4 YAML_ALIASES the alias "*onr" stands for nothing before it; did you mean "one"? (known: one)',
    ],
    ['aliases of what they are in', 'a: &x [*x]\n', '1:8 YAML_ALIASES the alias "*x" is a part of what it stands for'],
    ['tags', 'a: !mine 1\n', '1:4 YAML_ODD Unresolved tag: !mine; tags mean nothing here: write the value itself'],
  ];
  for (const [what, text, diagnostic] of refusals)
    it(`reports ${what}`, () => {
      expect(diagnosticsOf(text)).to.deep.equal([diagnostic]);
    });

  it('says that a variable needs quotes inside brackets', () => {
    expect(diagnosticsOf('a: { b: ${size} }', { size: '3' })[0]).to.match(
      /inside \{ \} and \[ \] a variable needs quotes/,
    );
  });

  it('reports aliases that explode, without expanding them', () => {
    const bomb = Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(4)}]`);
    const { value, diagnostics } = parsed(`a0: &a0 [1]\n${bomb.join('\n')}\n`);
    expect(value).to.equal(undefined);
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['YAML_ALIASES']);
  });

  it('reports a great many aliases once', () => {
    expect(diagnosticsOf(`- &a 1\n${'- *a\n'.repeat(5000)}`)).to.deep.equal([
      '102:3 YAML_ALIASES there are more than 100 aliases; write out what they stand for',
    ]);
  });

  it('reports depth before the parser overflows', () => {
    const balanced = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const text of ['['.repeat(50_000), balanced, '- '.repeat(20_000), `${' '.repeat(300)}a: 1`])
      expect(diagnosticsOf(text)).to.deep.equal([
        '1:1 FILE_TOO_DEEP lists and maps lie more than 100 deep inside each other; a pipeline needs five',
      ]);
  });

  it('reports depth that comments and quotes try to hide', () => {
    expect(diagnosticsOf(`# ${']'.repeat(500)}\n${'['.repeat(500)}`)).to.have.length(1);
    expect(diagnosticsOf('["]", '.repeat(20_000))).to.deep.equal([
      '1:1 FILE_TOO_DEEP the file has more than 500 "[" and "{"; write its lists and maps over several lines',
    ]);
  });

  it('reports a file that is no pipeline by its size', () => {
    expect(diagnosticsOf('a: b\n'.repeat(60_000))).to.deep.equal([
      '1:1 FILE_TOO_LARGE the file has 300000 characters, expected at most 262144; a pipeline file has a few thousand',
    ]);
  });

  it('reports the first ten lines of a file full of mistakes', () => {
    expect(diagnosticsOf('a: 1\n'.repeat(50))).to.have.length(10);
  });
});

describe('variables of a pipeline file', () => {
  it('keep their type where a text is nothing but one', () => {
    const text = 'a: ${size}\nb: "${size}"\nc: ${size} mm\nd: ${on}\n';
    expect(parsed(text, { size: '50', on: 'true' }).value).to.deep.equal({ a: 50, b: 50, c: '50 mm', d: true });
  });

  it('are text where the run sets them', () => {
    expect(parsed('a: ${studies}', { studies: '2024' }).value).to.deep.equal({ a: '2024' });
  });

  it('have defaults, which --set replaces', () => {
    const text = 'variables: { size: 50, id: "7" }\na: ${size}\nb: ${id}\n';
    expect(parsed(text).value).to.include({ a: 50, b: '7' });
    expect(parsed(text, { size: '60', id: '8' }).value).to.include({ a: 60, b: '8' });
  });

  it('must fit their defaults', () => {
    expect(diagnosticsOf('variables: { size: 50 }\na: ${size}\n', { size: 'large' })).to.deep.equal([
      '1:20 VARIABLE_INVALID the variable "size" is set to "large", expected a number, as its default 50 is',
    ]);
  });

  it('are known, or reported with the nearest one', () => {
    expect(diagnosticsOf('variables: { size: 50 }\na: ${sise}\n')).to.deep.equal([
      '2:4 VARIABLE_UNKNOWN unknown variable "sise"; set it with --set sise=value, or declare it under "variables"; did you mean "size"? (known: size)',
    ]);
  });

  it('that are set for nothing are reported', () => {
    expect(diagnosticsOf('variables: { size: 50 }\na: ${size}\n', { sise: '3', models: 'models' })).to.deep.equal([
      '1:1 VARIABLE_UNUSED --set sise: the file has no variable "sise"; did you mean "size"? (known: size)',
    ]);
  });

  it('may have a default that depends on another variable', () => {
    const text =
      'variables:\n  networks: full\n  px: { by: networks, full: 512, nano: 256 }\n  prefix: { by: networks, full: "", nano: nano_ }\na: ${px}\nb: ${prefix}spinal\nc: ${networks}\n';
    expect(parsed(text).value).to.include({ a: 512, b: 'spinal' });
    expect(parsed(text, { networks: 'nano' }).value).to.include({ a: 256, b: 'nano_spinal' });
    expect(parsed(text, { networks: 'nano', px: '384' }).value).to.include({ a: 384, b: 'nano_spinal' });
    expect(diagnosticsOf(text, { networks: 'nona' })).to.deep.equal([
      '3:7 VARIABLE_INVALID the variable "networks" is set to "nona", which has no default here; did you mean "nano"? (known: full, nano)',
    ]);
    expect(diagnosticsOf(text, { px: 'large' })).to.deep.equal([
      '3:7 VARIABLE_INVALID the variable "px" is set to "large", expected a number, as its default 512 is',
    ]);
  });

  it('depend on variables with a plain default only', () => {
    expect(diagnosticsOf('variables: { a: { by: b, x: 1 }, b: { by: a, x: 1 } }\nc: ${a}${b}\n')).to.deep.equal([
      '1:17 VARIABLE_UNKNOWN no variable "b" with a plain default; there are none',
      '1:37 VARIABLE_UNKNOWN no variable "a" with a plain default; there are none',
    ]);
  });

  it('can be written as they are', () => {
    expect(parsed('a: $${size}', {}).value).to.deep.equal({ a: '${size}' });
  });
});
