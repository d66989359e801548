import { expect } from 'chai';
import { keyPictures } from '../../../src/report/comparison/key-pictures.ts';
import { studyPage, viewKey } from '../../../src/report/index.ts';
import { sampleStudy } from '../../report/sample-study.ts';

describe('keyPictures', function () {
  this.timeout(60_000);

  it('reads the key slice and the marks of every view from a page of the report', async () => {
    const study = sampleStudy();
    const shown = study.views.filter(({ slices }) => slices.length > 0);
    const pictures = keyPictures(await studyPage(study, { boxMm: 50 }));
    expect([...pictures.keys()].sort()).to.deep.equal(shown.map(({ family, site }) => viewKey(family, site)).sort());
    for (const view of shown) {
      const { where, markup } = pictures.get(viewKey(view.family, view.site))!;
      expect(where).to.match(new RegExp(`^instance ${view.slices[view.keySlice]!.instanceNumber}, `));
      expect(markup.match(/class="point"/g) ?? []).to.have.length(view.points.length);
    }
  });

  it('takes nothing but pictures and shapes from a page', async () => {
    const page = (await studyPage(sampleStudy(), { boxMm: 50 })).replaceAll('<circle', '<script>1</script><circle');
    for (const { markup } of keyPictures(page).values()) expect(markup).to.not.match(/script/);
    expect(keyPictures('<p>no report</p>').size).to.equal(0);
  });

  it('refuses long texts before other elements without trying every way to read them', async () => {
    const long = `<text>${'a'.repeat(200)}</text><path d="M0 0"/><circle`;
    const page = (await studyPage(sampleStudy(), { boxMm: 50 })).replaceAll('<circle', long);
    for (const { markup } of keyPictures(page).values()) expect(markup).to.not.match(/<path/);
  });
});
