import { rmSync } from 'node:fs';
import { startEncoders } from './encoders/codestreams.ts';
import { writeStudy } from './grade.ts';
import { reEncodingsByGroup } from './re-encoding.ts';
import { phantomBase } from './study/phantom.ts';

await startEncoders();
const base = phantomBase(9001, Number(process.argv[2]));
for (const [g, rs] of reEncodingsByGroup()) {
  if (process.argv[3] && g !== process.argv[3]) continue;
  rmSync(`/tmp/meta/t/${g}`, { recursive: true, force: true });
  for (const r of rs) {
    const s = base.copy(r.name);
    await r.change(s);
    await writeStudy(s, `/tmp/meta/t/${g}/${r.name}`);
  }
}
