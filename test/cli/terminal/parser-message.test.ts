import { expect } from 'chai';
import { parserMessage } from '../../../src/cli/terminal/parser-message.ts';

describe('parserMessage', () => {
  const options = ['concurrency', 'out', 'models', 'models-in-memory', 'modelsInMemory', 'h'];

  for (const [what, message, args, expected] of [
    [
      'guesses at a misspelt option, once for both of its spellings',
      'Unknown arguments: concurency, model-in-memory, modelInMemory',
      ['run', 'p', '--concurency', '3', '--model-in-memory=1'],
      'unknown option --concurency; did you mean "--concurrency"? see spinestream run --help\n' +
        'unknown option --model-in-memory; did you mean "--models-in-memory"? see spinestream run --help',
    ],
    [
      'guesses at nothing where no option is near',
      'Unknown arguments: in-flight, inFlight',
      ['run', '--in-flight', '3'],
      'unknown option --in-flight; see spinestream run --help',
    ],
    [
      'guesses at an option with a single dash',
      'Unknown argument: ouut',
      ['run', 'p', '-ouut=x'],
      'unknown option -ouut; did you mean "--out"? see spinestream run --help',
    ],
    [
      'guesses at a single letter, which no option has',
      'Unknown arguments: o, m, x',
      ['run', 'p', '-o', 'x', '-m=1', '-x'],
      'unknown option -o; did you mean "--out"? see spinestream run --help\n' +
        'unknown option -m; did you mean "--models" or "--models-in-memory"? see spinestream run --help\n' +
        'unknown option -x; see spinestream run --help',
    ],
    [
      'tells an argument from an option',
      'Unknown argument: more',
      ['run', 'p', 'more'],
      'unexpected argument "more"; see spinestream run --help',
    ],
    [
      'names required options as they are typed',
      'Missing required arguments: out, studies',
      ['merge', 'a'],
      'missing --out, --studies; see spinestream merge --help',
    ],
    [
      'says that an argument is missing',
      'Not enough non-option arguments: got 0, need at least 1',
      ['run'],
      'run: an argument is missing; see spinestream run --help',
    ],
    [
      'guesses at a misspelt choice, and lists all',
      'Invalid values:\n  Argument: to, Given: "onx", Choices: "onnx", "safetensors", "card"',
      ['export', 'm', '--to=onx'],
      '--to "onx": unknown value; did you mean "onnx"? (known: card, onnx, safetensors)',
    ],
    [
      'names a choice among arguments without dashes',
      'Invalid values:\n  Argument: kind, Given: "widget", Choices: "source", "operator", "output"',
      ['new', 'widget', 'x'],
      'kind "widget": unknown value; known: operator, output, source',
    ],
    [
      'reports an option without its value',
      'Not enough arguments following: ids',
      ['run', 'p', '--ids'],
      '--ids has no value; add one, or omit the option',
    ],
    [
      'names options that exclude each other',
      'Arguments resume and overwrite are mutually exclusive',
      ['train', 'e', '--resume', '--overwrite'],
      '--resume and --overwrite exclude each other; omit one; see spinestream train --help',
    ],
    [
      'names the option that another needs',
      'Missing dependent arguments:\n mirror -> backbone',
      ['import', '--mirror', 'x'],
      '--mirror needs --backbone; add it, or omit --mirror; see spinestream import --help',
    ],
    ['leaves other messages as they are', 'Name a command', [], 'Name a command'],
  ] as const)
    it(what, () => expect(parserMessage(message, { args, options })).to.equal(expected));

  it('names an unknown command, and guesses at it', () => {
    const named = (args: readonly string[], message: string) =>
      parserMessage(message, { args, options, commands: ['run', 'merge'] });
    expect(named(['rum', '--out=o'], 'Unknown arguments: out, rum')).to.equal(
      'unknown command "rum"; did you mean "run"? see spinestream --help',
    );
    expect(named(['xyzzy'], 'Unknown argument: xyzzy')).to.equal('unknown command "xyzzy"; see spinestream --help');
  });

  it('names the arguments that are missing', () => {
    const message = 'Not enough non-option arguments: got 1, need at least 2';
    const usage = '$0 compare <a> <b>';
    expect(parserMessage(message, { args: ['compare', 'x'], options, usage })).to.equal(
      'compare: <b> is missing; see spinestream compare --help',
    );
  });

  it('reports short options with missing ones', () =>
    expect(parserMessage('Missing required argument: out', { args: ['run', 'p', '-o', 'x'], options })).to.equal(
      'unknown option -o; did you mean "--out"? see spinestream run --help\nmissing --out; see spinestream run --help',
    ));

  it('reports unknown options with missing ones', () => {
    const args = ['score', '--lables=x', '--out', 'y', '--no-concurrency'];
    expect(
      parserMessage('Missing required argument: truth', { args, options: [...options, 'truth', 'labels'] }),
    ).to.equal(
      'unknown option --lables; did you mean "--labels"? see spinestream score --help\nmissing --truth; see spinestream score --help',
    );
  });
});
