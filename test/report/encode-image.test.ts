import { expect } from 'chai';
import sharp from 'sharp';
import { uniformAt } from '../../src/models/weights/fill.ts';
import { type GreyImage, overlayPicture, picturesWithin } from '../../src/report/encode-image.ts';

const noise = (rows: number, columns: number, seed = 1): GreyImage => ({
  rows,
  columns,
  greys: Uint8ClampedArray.from({ length: rows * columns }, (_, i) => 256 * uniformAt(seed, i)),
  widthMm: columns,
  heightMm: rows,
});

const decoded = async (uri: string) => {
  const bytes = Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64');
  return sharp(bytes).raw().toBuffer({ resolveWithObject: true });
};

describe('picturesWithin', () => {
  it('gives JPEG data with square pixels, no larger than the slice', async () => {
    const image = { ...noise(40, 20), widthMm: 80, heightMm: 80 }; // columns four mm wide, rows two
    const [uri = ''] = await picturesWithin([image], 1e6);
    expect(uri).to.match(/^data:image\/jpeg;base64,/);
    const { info } = await decoded(uri);
    expect([info.width, info.height]).to.deep.equal([40, 40]);
  });

  it('keeps greys', async () => {
    const greys = new Uint8ClampedArray(64 * 64).fill(200);
    const [uri = ''] = await picturesWithin([{ ...noise(64, 64), greys }], 1e6);
    const { data } = await decoded(uri);
    expect(data[0]).to.be.closeTo(200, 1);
  });

  it('shrinks large slices to 448 pixels', async () => {
    const [uri = ''] = await picturesWithin([noise(300, 600)], 1e6);
    const { info } = await decoded(uri);
    expect([info.width, info.height]).to.deep.equal([448, 224]);
  });

  it('gets smaller and coarser until all fit', async () => {
    const images = Array.from({ length: 8 }, (_, seed) => noise(448, 448, seed));
    const maxCharacters = 300_000;
    const pictures = await picturesWithin(images, maxCharacters);
    expect(pictures.reduce((sum, { length }) => sum + length, 0)).to.be.within(1, maxCharacters);
  });

  it('gives the smallest where nothing fits, and nothing for nothing', async () => {
    expect(await picturesWithin([noise(64, 64)], 10)).to.have.length(1);
    expect(await picturesWithin([], 10)).to.deep.equal([]);
  });
});

describe('overlayPicture', () => {
  it('keeps colours and transparency', async () => {
    const uri = await overlayPicture(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), { rows: 1, columns: 2 });
    const { data, info } = await decoded(uri);
    expect([info.width, info.height, info.channels]).to.deep.equal([2, 1, 4]);
    expect([...data]).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
