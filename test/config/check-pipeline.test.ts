import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILT_IN } from '../../src/config/built-in.ts';
import { builtInContext, checkFiles } from '../../src/config/check-files.ts';
import { checkPipeline, loadPipeline } from '../../src/config/check-pipeline.ts';
import { formatDiagnostic } from '../../src/config/diagnostic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

/** `line:column CODE message`, one a diagnostic; warnings end in "(warning)". */
const diagnosticsOf = (
  text: string,
  variables: Readonly<Record<string, string>> = { models: 'm' },
): readonly string[] =>
  checkPipeline(text, 'p.yaml', builtInContext(variables)).diagnostics.map(
    ({ line, column, code, message, severity }) =>
      `${line}:${column} ${code} ${message}${severity === 'warning' ? ' (warning)' : ''}`,
  );

const VALID = `models:
  coord: { path: "\${models}/coord", folds: [1, 3], weights: last }
steps:
  - load-series: {}
  - select-slices: { kind: Sagittal T2/STIR, slices: 5, as: sagt2 }
  - normalise: { selections: sagt2, as: sagt2 }
  - heatmap-keypoints: { model: coord, stacks: sagt2, as: sagt2 }
outputs:
  - coordinates: { spinal: sagt2 }
`;

describe('checkPipeline', () => {
  it('has nothing against a good file, and says what it means', () => {
    const { pipeline, diagnostics } = checkPipeline(VALID, 'folder/p.yaml', builtInContext({ models: 'm' }));
    expect(diagnostics).to.deep.equal([]);
    expect(pipeline).to.deep.include({
      name: 'p',
      file: 'folder/p.yaml',
      models: [{ name: 'coord', path: 'm/coord', folds: [1, 3], weights: 'last' }],
    });
    expect(pipeline?.steps.map(({ operator, line }) => `${line} ${operator.name}`)).to.deep.equal([
      '4 load-series',
      '5 select-slices',
      '6 normalise',
      '7 heatmap-keypoints',
    ]);
    expect(pipeline?.outputs.map(({ name }) => name)).to.deep.equal(['coordinates']);
  });

  it('takes all folds and the best weights of a model that is only a path', () => {
    const text = VALID.replace('{ path: "${models}/coord", folds: [1, 3], weights: last }', 'runs/coord');
    const { pipeline } = checkPipeline(text, 'p.yaml', builtInContext({}));
    expect(pipeline?.models).to.deep.equal([{ name: 'coord', path: 'runs/coord', folds: 'all', weights: 'best' }]);
  });

  it('means the same whatever the layout, and something else with other options', () => {
    const canonical = (text: string) => checkPipeline(text, 'p', builtInContext({ models: 'm' })).pipeline?.canonical;
    const relaid = VALID.replace(
      '{ selections: sagt2, as: sagt2 }',
      '\n      # a comment\n      selections: "sagt2"\n      as: sagt2',
    );
    expect(canonical(relaid)).to.equal(canonical(VALID));
    expect(canonical(VALID.replace('slices: 5', 'slices: 3'))).not.to.equal(canonical(VALID));
  });

  /** Expected diagnostics in the order of the file; the beginnings of those whose end is the parser's, or a long list. */
  const cases: Readonly<Record<string, readonly [text: string, ...diagnostics: string[]]>> = {
    'an empty file': [
      '# nothing yet\n',
      '1:1 FILE_EMPTY the file is empty; expected "steps" with at least one operator',
    ],
    'a list instead of a map': ['- load-series: {}\n', '1:1 OPTION_INVALID the file is a list, expected a map'],
    'a file without steps': ['name: x\n', '1:1 OPTION_MISSING missing option "steps" (expected a list)'],
    'a file without any step': [
      'steps: []\n',
      '1:8 OPTION_INVALID "steps" is an empty list, expected at least 1 entry',
    ],
    'broken syntax': ['steps:\n  - load-series: {\n', '3:1 YAML_SYNTAX '],
    'a key twice, and what is wrong besides': [
      'name: a\nsteps:\n  - load-serie: {}\nname: b\n',
      '3:5 NAME_UNKNOWN ',
      '4:1 YAML_SYNTAX the key "name" stands in this map twice; remove one',
    ],
    'a key twice within options': [
      'steps:\n  - load-series: {}\n  - select-slices: { kind: Axial T2, slices: 3, as: a, slices: 4 }\n',
      '3:5 RESULT_UNUSED ',
      '3:56 YAML_SYNTAX the key "slices" stands in this map twice; remove one',
    ],
    'aliases that multiply': [
      'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n',
      '1:1 YAML_ALIASES ',
    ],
    'all that is wrong with the frame, and with the steps, at once': [
      `name: 5
stpes: []
models:
  a: { path: x, fold: all }
  b: { path: x, folds: [0] }
steps:
  - crop-roi: { as: x }
`,
      '1:7 OPTION_INVALID "name" is 5 (a number), expected a string',
      '2:1 OPTION_UNKNOWN unknown option "stpes"; did you mean "steps"?',
      '4:17 OPTION_UNKNOWN unknown option "fold"; did you mean "folds"? (known: folds, path, weights)',
      '5:25 OPTION_INVALID "models.b.folds.0" is 0 (a number), expected at least 1',
      '7:5 NAME_UNKNOWN unknown operator "crop-roi"; did you mean "crop-rois"? (known: assess-confidence, averag',
    ],
    'all that is wrong with options at once': [
      `steps:
  - load-series: {}
  - select-slices: { kind: Axial T1, slices: 0, as: Big }
  - crop-rois: { keypoints: a, selections: [b], sizeMm: -1, as: x }
  - normalise: { selections: x }
  - average-sides: { keypoints: k, keypoint: k }
`,
      '3:28 OPTION_INVALID select-slices: "kind" is "Axial T1" (a string), expected one of "Sagittal T2/STIR", "Sagittal T1", "Axial T2"; did you mean "Axial T2"?',
      '3:46 OPTION_INVALID select-slices: "slices" is 0 (a number), expected at least 1',
      '3:53 OPTION_INVALID select-slices: "as" is "Big" (a string), expected lower-case words joined by "-" or "_"',
      '4:44 OPTION_INVALID crop-rois: "selections" is a list, expected a string',
      '4:57 OPTION_INVALID crop-rois: "sizeMm" is -1 (a number), expected more than 0',
      '5:16 OPTION_MISSING normalise: missing option "as" (expected a string)',
      '6:20 OPTION_MISSING average-sides: missing option "as" (expected a string)',
      '6:36 OPTION_UNKNOWN average-sides: unknown option "keypoint"; did you mean "keypoints"? (known: as, keypoints)',
    ],
    'options that contradict one another, at the option': [
      'steps:\n  - select-slices: { kind: Axial T2, slices: 3, position: instance, as: x }\n',
      '2:59 OPTION_INVALID select-slices: "position: instance" needs "keypoints" or "instances", which name one',
    ],
    'steps that are no single name with options': [
      'steps:\n  - load-series\n  - load-series: {}\n    normalise: {}\n  - {}\n  - [a]\n',
      '2:5 STEP_SHAPE steps: expected one name with its options, such as "- load-series: { ... }", found "load-series"; a name without options needs its colon, too',
      '3:5 STEP_SHAPE steps: expected one name with its options, such as "- load-series: { ... }", found "load-series", "normalise"; put a "-" in front of each name',
      '5:5 STEP_SHAPE steps: expected one name with its options, such as "- load-series: { ... }", found an empty map',
      '6:5 STEP_SHAPE steps: expected one name with its options, such as "- load-series: { ... }", found ["a"]',
    ],
    'an entry that is read before it is written': [
      `steps:
  - normalise: { selections: axial, as: axial }
  - load-series: {}
  - select-slices: { kind: Axial T2, slices: 3, as: axial }
outputs:
  - coordinates: { subarticular: axial }
`,
      '2:5 ENTRY_UNWRITTEN normalise: reads "slices", which nothing before it writes; load-series at line 3 writes it, but comes later',
      '2:5 ENTRY_UNWRITTEN normalise: reads "selections.axial", which nothing before it writes; select-slices at line 4 writes it, but comes later',
      '2:5 RESULT_UNUSED normalise: nothing reads "stacks.axial"; remove the step, or add an operator or output that reads it (warning)',
      '6:5 ENTRY_UNWRITTEN coordinates: reads "keypoints.axial", which nothing before it writes',
    ],
    'an entry that nobody writes, with the nearest that somebody does, behind a misspelt option': [
      `steps:
  - load-series: {}
  - select-slices: { kind: Axial T2, slices: 3, as: square, posiition: middle }
  - normalise: { selections: axial, as: axial }
outputs:
  - submission: { probabilities: final }
`,
      '3:5 RESULT_UNUSED select-slices: nothing reads "selections.square"; remove the step, or add an operator or output that reads it (warning)',
      '3:61 OPTION_UNKNOWN select-slices: unknown option "posiition"; did you mean "position"? (known: as, instances, keypoints, kind, lateralMm, position, slices)',
      '4:5 ENTRY_UNWRITTEN normalise: reads "selections.axial", which nothing before it writes; select-slices at line 3 writes "selections.square"',
      '4:5 RESULT_UNUSED normalise: nothing reads "stacks.axial"; remove the step, or add an operator or output that reads it (warning)',
      '6:5 ENTRY_UNWRITTEN submission: reads "probabilities.final", which nothing before it writes',
    ],
    'an entry that is written twice': [
      `steps:
  - load-series: {}
  - select-slices: { kind: Axial T2, slices: 3, as: a }
  - select-slices: { kind: Axial T2, slices: 5, as: a }
  - normalise: { selections: a, as: a }
`,
      '4:5 ENTRY_TWICE select-slices: writes "selections.a", which select-slices at line 3 writes already; remove one of them, or give it another "as"',
      '5:5 RESULT_UNUSED normalise: nothing reads "stacks.a"; remove the step, or add an operator or output that reads it (warning)',
    ],
    'models that are not there, or not used': [
      VALID.replace('  coord:', '  coord_sagt2:').replace('model: coord', 'model: coord_sagt'),
      '2:3 MODEL_UNUSED models: no operator uses "coord_sagt2"; remove it (warning)',
      '7:33 MODEL_UNKNOWN heatmap-keypoints: unknown model "coord_sagt"; did you mean "coord_sagt2"? (known: coord_sagt2)',
    ],
    'an output twice, or unknown; what else is unused is not known then': [
      VALID.replace('outputs:', 'outputs:\n  - coordinates: { spinal: sagt2 }\n  - submision: {}').replace(
        '  - heatmap',
        '  - project-to-axial: { keypoints: sagt2, as: unused }\n  - heatmap',
      ),
      '7:5 ENTRY_UNWRITTEN project-to-axial: reads "keypoints.sagt2", which nothing before it writes; heatmap-keypoints at line 8 writes it, but comes later',
      `11:5 NAME_UNKNOWN unknown output "submision"; did you mean "submission"? (known: ${[...BUILT_IN.outputs.keys()].sort().join(', ')})`,
      '12:5 OUTPUT_TWICE coordinates: this output is asked for twice; remove one',
    ],
    'an output without anything to write': [
      VALID.replace('{ spinal: sagt2 }', '{}'),
      '9:18 OPTION_INVALID coordinates: expected at least one of spinal, foraminal, subarticular',
    ],
  };
  for (const [what, [text, ...expected]] of Object.entries(cases))
    it(`finds ${what}`, () => {
      const found = diagnosticsOf(text);
      expect(found.map((one, index) => one.slice(0, expected[index]?.length))).to.deep.equal(expected);
      const { pipeline } = checkPipeline(text, 'p.yaml', builtInContext({ models: 'm' }));
      expect(pipeline).to.equal(undefined);
    });

  it('finds unknown variables, with the nearest known one, and reads nothing but what was given', () => {
    const found = diagnosticsOf(VALID.replace('${models}', '${model}/${HOME}/${toString}'), { models: 'm' });
    expect(found.map((one) => one.replace(/;.*did you/, '; did you').replace(/; set it.*/, ''))).to.deep.equal([
      '2:18 VARIABLE_UNKNOWN unknown variable "model"; did you mean "models"? (known: models)',
      '2:18 VARIABLE_UNKNOWN unknown variable "HOME"',
      '2:18 VARIABLE_UNKNOWN unknown variable "toString"',
    ]);
  });

  it('still gives a pipeline where there are warnings only', () => {
    const { pipeline, diagnostics } = checkPipeline('steps:\n  - load-series: {}\n', 'p.yaml', builtInContext({}));
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).to.deep.equal(['warning RESULT_UNUSED']);
    expect(pipeline?.steps).to.have.length(1);
  });
});

describe('pipeline files', () => {
  const folder = temporaryFolder();

  it('loadPipeline refuses a file with every diagnostic in the message', async () => {
    const path = join(folder(), 'bad.yaml');
    await writeFile(path, 'steps:\n  - normalise: { selections: x }\n  - load-serie: {}\n');
    const error = await rejectionOf(loadPipeline(path, builtInContext({})));
    expect(error.code).to.equal('CONFIGURATION_INVALID');
    expect(error.message.split(' (known')[0]?.split('\n')).to.deep.equal([
      `${path} has 2 errors:`,
      `  ${path}:2:16  error  normalise: missing option "as" (expected a string)`,
      `  ${path}:3:5  error  unknown operator "load-serie"; did you mean "load-series"?`,
    ]);
  });

  it('loadPipeline gives the warnings of a good file', async () => {
    const path = join(folder(), 'odd.yaml');
    await writeFile(path, 'steps:\n  - load-series: {}\n');
    const { pipeline, warnings } = await loadPipeline(path, builtInContext({}));
    expect(pipeline.name).to.equal('odd');
    expect(warnings.map(({ code }) => code)).to.deep.equal(['RESULT_UNUSED']);
  });

  it('says which file cannot be read', async () => {
    const path = join(folder(), 'none.yaml');
    const error = await rejectionOf(loadPipeline(path, builtInContext({})));
    expect(error.code).to.equal('PIPELINE_UNREADABLE');
    expect(error.message).to.equal(`${path}: cannot read this pipeline file; check the path`);
    expect(error.cause).to.have.property('code', 'ENOENT');
    const studies = await rejectionOf(loadPipeline(folder(), builtInContext({})));
    expect(studies.message).to.include('it is a folder, and studies are given with --studies; give a path or the name');
    const [diagnostic] = await checkFiles([path], {});
    expect(diagnostic).to.include({ severity: 'error', code: 'PIPELINE_UNREADABLE', file: path, line: 1, column: 1 });
    expect(diagnostic?.message).to.match(/^cannot read this pipeline file; check the path \(ENOENT: /);
  });

  it('checkFiles lets the usual variables stand for themselves, and gathers the diagnostics of all files', async () => {
    const [one, two] = [join(folder(), 'one.yaml'), join(folder(), 'two.yaml')];
    await writeFile(one, VALID);
    await writeFile(two, VALID.replace('${models}', '${mine}'));
    const found = await checkFiles([one, two], {});
    expect(found.map(({ file, line, code }) => `${file}:${line} ${code}`)).to.deep.equal([`${two}:2 VARIABLE_UNKNOWN`]);
    expect(await checkFiles([two], { mine: 'here' })).to.deep.equal([]);
  });

  it('checkFiles gives a variable to the files that have it, and says which do not', async () => {
    const [one, two] = [join(folder(), 'one.yaml'), join(folder(), 'two.yaml')];
    await writeFile(one, VALID);
    await writeFile(two, VALID.replace('${models}', '${mine}'));
    const found = await checkFiles([one, two], { mine: 'here' });
    expect(found.map(formatDiagnostic)).to.deep.equal([
      `${one}:1:1  warning  --set mine: the file has no variable "mine"; only others are given it`,
    ]);
    expect((await checkFiles([one, two], { mime: 'here' })).map(formatDiagnostic)).to.deep.equal([
      `${one}:1:1  error  --set mime: none of the files has a variable "mime"; did you mean "mine"? (known: mine, models)`,
      `${two}:2:18  error  unknown variable "mine"; set it with --set mine=value, or declare it under "variables"; known: models, out, studies`,
    ]);
  });
});
