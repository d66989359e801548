import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { builtInContext } from '../../src/config/check-files.ts';
import { loadPipeline } from '../../src/config/check-pipeline.ts';
import { pipelinePath } from '../../src/config/shipped.ts';
import { checkOperatorFiles } from '../../src/run/check-operator-files.ts';
import { exampleCalibration } from '../operators/confidence/example-calibration.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const filesOf = async (calibration: string): Promise<readonly string[]> => {
  const { pipeline } = await loadPipeline(
    pipelinePath('split'),
    builtInContext({ studies: 'data', models: 'models', out: 'out', calibration }),
  );
  return checkOperatorFiles(pipeline, []);
};

describe('files that operators rest on', () => {
  const folder = temporaryFolder();

  it('are none where a pipeline names none', async () => {
    expect(await filesOf('')).to.eql([]);
  });

  it('belong to what results are of: another content, another hash', async () => {
    const path = join(folder(), 'calibration.json');
    await writeFile(path, JSON.stringify(exampleCalibration()));
    const [first] = await filesOf(path);
    expect(first).to.match(/^[0-9a-f]{64}$/);
    await writeFile(path, JSON.stringify(exampleCalibration({ intercept: 1, features: [] })));
    expect(await filesOf(path)).to.not.eql([first]);
  });

  it('are missed, and found wrong, before the first study', async () => {
    const path = join(folder(), 'calibration.json');
    expect(await rejectionOf(filesOf(path))).to.include({ code: 'OPERATOR_FILE_UNREADABLE' });
    await writeFile(path, '{}');
    expect(await rejectionOf(filesOf(path))).to.include({ code: 'CALIBRATION_INVALID' });
  });
});
