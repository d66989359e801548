// The import directions of the house (see docs/architecture.md). `npm run lint:imports` checks them.
const layer = (name) => `^src/${name}/`;
const not = (...allowed) => `^src/(?!(${allowed.join('|')})/)`;
const only = (name, ...allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `${name}/ may import from ${allowed.join(', ') || 'nothing'} only`,
  from: { path: layer(name) },
  to: { path: not(name, ...allowed) },
});
const packagesOnly = (name, ...allowed) => ({
  name: `${name}-packages`,
  severity: 'error',
  comment: `${name}/ may use the packages ${allowed.join(', ') || '(none)'} only`,
  from: { path: layer(name) },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'],
    pathNot: allowed.length ? `(^|node_modules/)(${allowed.join('|')})(/|$)` : '^$',
  },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'no-dev-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    only('domain'),
    only('threads'),
    only('imaging', 'domain'),
    only('dicom', 'domain', 'threads'),
    only('evaluation', 'domain'),
    only('models', 'domain', 'threads'),
    only('phantom', 'domain'),
    only('operators', 'domain', 'imaging', 'dicom', 'models'),
    only('report', 'domain', 'imaging', 'evaluation'),
    only('streams', 'domain', 'dicom'),
    only('pipelines', 'domain', 'imaging', 'dicom', 'models', 'operators', 'report', 'streams', 'evaluation'),
    only('conformance', 'domain', 'imaging', 'dicom', 'models', 'operators', 'streams', 'pipelines'),
    only('training', 'domain', 'imaging', 'dicom', 'models', 'operators', 'streams', 'pipelines', 'evaluation'),
    packagesOnly('domain'),
    packagesOnly('imaging'),
    packagesOnly('evaluation'),
    packagesOnly(
      'dicom',
      'dicom-parser',
      'p-limit',
      '@cornerstonejs',
      'jpeg-lossless-decoder-js',
      'fs',
      'path',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'fs/promises',
      'node:os',
      'os',
      'node:worker_threads',
      'worker_threads',
    ),
    packagesOnly('operators', 'zod', 'rxjs'),
    packagesOnly('report', 'sharp', 'vega', 'vega-lite', 'crypto', 'node:crypto'),
    packagesOnly('phantom', 'dcmjs', 'csv-stringify', 'fs', 'path', 'node:fs/promises', 'node:path', 'fs/promises'),
    {
      name: 'rxjs-only-in-define-operator',
      severity: 'error',
      from: { path: '^src/operators/(?!define-operator|cancellable)' },
      to: { path: 'node_modules/rxjs' },
    },
    {
      name: 'onnxruntime-in-one-folder',
      severity: 'error',
      from: { pathNot: '^src/models/runtime/' },
      to: { path: 'node_modules/onnxruntime' },
    },
    {
      name: 'sharp-makes-pictures-only',
      severity: 'error',
      from: { pathNot: '^src/(report/encode-image|training/preview/contact-sheet)' },
      to: { path: 'node_modules/sharp' },
    },
    {
      name: 'vega-draws-plots-only',
      severity: 'error',
      from: { pathNot: '^src/report/evaluation/draw-plot' },
      to: { path: 'node_modules/vega' },
    },
    { name: 'nobody-imports-the-cli', severity: 'error', from: { pathNot: '^src/cli/' }, to: { path: '^src/cli/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
