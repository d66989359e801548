// The main job without any data of one's own: makes two synthetic studies and untrained models, and grades the studies with them.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { writeUntrainedModels } from '../dist/models/untrained-models.js';
import { makePhantoms } from '../dist/phantom/make-phantoms.js';

const STUDIES = 2;
const [studies, models, out] = ['out/quick-start/studies', 'out/quick-start/models', 'out/quick-start/results'];

rmSync(studies, { recursive: true, force: true });
console.log(`making ${STUDIES} synthetic studies in ${studies}`);
await makePhantoms({ studies: STUDIES, seed: 1, out: studies });
if (!existsSync(models)) {
  console.log(
    `making untrained models in ${models} (0.7 GB): they show that everything runs, their grades mean nothing`,
  );
  await writeUntrainedModels({ into: models });
}
const command = ['run', 'two-stage', '--studies', studies, '--models', models, '--out', out, '--overwrite'];
console.log(`\n$ spinestream ${command.join(' ')}`);
const { status } = spawnSync(process.execPath, ['dist/cli/main.js', ...command], { stdio: 'inherit' });
process.exit(status ?? 1);
