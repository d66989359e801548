import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { pipelinePath, shippedPipelines } from '../../src/config/shipped.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';

const WEIGHTS = fileURLToPath(new URL('../../weights/nano', import.meta.url));

/** demo has no other networks (test/run/demo.test.ts); hospital needs a PACS (test/serve). */
const ELSEWHERE = ['demo', 'hospital'];

describe('the shipped pipelines on weights/nano', function () {
  this.timeout(120_000);
  let base: string;

  before(async () => {
    base = await keptFolder();
    await makePhantoms({ studies: 1, seed: 31, quirks: false, out: join(base, 'studies') });
  });

  for (const name of shippedPipelines().filter((one) => !ELSEWHERE.includes(one)))
    it(`${name} runs with the variable networks`, async () => {
      const out = join(base, name);
      const { counts } = await gradeStudies({
        ...{ pipeline: name, studies: join(base, 'studies'), models: WEIGHTS, variables: { networks: 'nano' }, out },
        ...{ concurrency: 1, existing: 'refuse' as const },
        startRuntime: () => startOnnxRuntime({ threads: 1 }),
      });
      expect(counts).to.include({ studies: 1, failed: 0 });
      const rows = async (file: string) => (await readFile(join(out, file), 'utf8')).trim().split('\n').length - 1;
      expect(await rows('coordinates.csv')).to.be.at.least(20);
      const grades = (await readFile(pipelinePath(name), 'utf8')).includes('submission:');
      if (grades) expect(await rows('submission.csv')).to.equal(25);
    });
});
