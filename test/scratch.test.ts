import { checkPipeline } from '../src/pipelines/check-pipeline.ts';
import { builtInContext } from '../src/pipelines/check-files.ts';
import { formatFinding } from '../src/pipelines/finding.ts';
const cases: Record<string,string> = {
empty: '', comment: '# nothing\n', nullish: 'null\n', list: '- a\n', text: 'abc\n',
nosteps: 'name: x\n', emptysteps: 'steps: []\n',
syntax: 'steps:\n  - load-series: {\n', tab: 'steps:\n\t- a\n',
dup: 'name: a\nsteps:\n  - load-series: {}\nname: b\n',
dupdeep: 'steps:\n  - select-slices: { kind: Axial T2, slices: 3, as: a, slices: 4 }\n',
unknownTop: 'stpes:\n  - load-series: {}\nsteps:\n  - load-series: {}\n',
many: `name: 5
models:
  a: { path: x, fold: all }
  b: { path: x, folds: [0] }
steps: 7
`,
opts: `steps:
  - load-series: {}
  - select-slices: { kind: Axial T1, slices: 0, position: lateral, as: Big }
  - crop-rois: { keypoints: a, selections: b, size: 50, as: x }
  - crop-roi: { as: x }
  - normalise: { selections: x }
  - normalise
  - load-series: {}
    normalise: {}
  - {}
  - normalise: { selections: x, resolutionPx: "big", as: [1] }
`,
vars: `models: { a: "\${model}/x" }
steps:
  - load-series: {}
  - select-slices: { kind: "\${kind}", slices: 3, as: x }
`,
wiring: `steps:
  - normalise: { selections: sagt2, as: sagt2 }
  - load-series: {}
  - select-slices: { kind: Axial T2, slices: 3, as: sagt2 }
  - normalise: { selections: sagt1, as: a }
  - normalise: { selections: sagt2, as: a }
  - heatmap-keypoints: { model: coord, stacks: a, as: k }
outputs:
  - submission: { probabilities: final }
  - coordinates: { spinal: k }
  - coordinates: { spinal: k }
  - submision: {}
`,
modelunused: `models: { coord_sagt2: x, other: y }
steps:
  - load-series: {}
  - select-slices: { kind: Axial T2, slices: 3, as: a }
  - normalise: { selections: a, as: a }
  - heatmap-keypoints: { model: coord_sagt, stacks: a, as: k }
  - average-sides: { keypoints: k, as: c }
outputs:
  - coordinates: {}
`,
alias: `a: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
`,
};
describe('x', () => { it('y', () => {
  for (const [k, t] of Object.entries(cases)) { console.log('##', k); try { for (const f of checkPipeline(t, 'p.yaml', builtInContext({ models: 'm', studies: 's' })).findings) console.log(f.code, formatFinding(f)); } catch (e) { console.log('THROWN', e); } }
}); });
