import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { builtInContext, checkFiles } from '../../src/config/check-files.ts';
import { loadPipeline } from '../../src/config/check-pipeline.ts';
import { formatDiagnostic } from '../../src/config/diagnostic.ts';
import { SpineError } from '../../src/domain/spine-error.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { damagedText } from './damaged-text.ts';
import { extent, PATIENCE_MS } from './extent.ts';
import { watchForHangs, withinBounds } from './within-bounds.ts';

const FOLDER = fileURLToPath(new URL('../../pipelines', import.meta.url));
const VARIABLES = { studies: 'studies', models: 'models', out: 'out' };
const SHIPPED = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'));

/** Every token of a file becomes several objects, three times over: that of the longest shipped file without damage, and half as much again. */
const FLOOR_BYTES = 24 * 2 ** 20;

describe('a damaged pipeline file', function () {
  this.timeout(PATIENCE_MS);
  watchForHangs();
  const folder = temporaryFolder();

  it('is loaded, or refused with all that is wrong, each at a place within the file', () =>
    fc.assert(
      fc.asyncProperty(damagedText(SHIPPED), async (text) => {
        const file = join(folder(), 'p.yaml');
        await writeFile(file, text);
        const bounds = { bytes: Buffer.byteLength(text), floorBytes: FLOOR_BYTES };
        const outcome = await withinBounds(bounds, () => loadPipeline(file, builtInContext(VARIABLES)));
        const diagnostics = await checkFiles([file], VARIABLES);
        const errors = diagnostics.filter(({ severity }) => severity === 'error');
        if (outcome instanceof SpineError) {
          expect(outcome.code).to.equal('CONFIGURATION_INVALID');
          expect(errors).not.to.deep.equal([]);
          for (const error of errors) expect(outcome.message).to.include(formatDiagnostic(error));
        } else {
          expect(errors).to.deep.equal([]);
          expect(outcome.pipeline.steps).not.to.deep.equal([]);
        }
        const lines = text.split('\n');
        for (const diagnostic of diagnostics) {
          const { line, column } = diagnostic;
          expect(line).to.be.within(1, lines.length);
          expect(column).to.be.within(1, (lines[line - 1]?.length ?? 0) + 1);
          expect(formatDiagnostic(diagnostic), 'one line of print').to.match(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u);
        }
      }),
      extent(100, 2000),
    ));
});
