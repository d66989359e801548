import { type DicomFixture, dicomFixture, type FixtureItem, type FixtureValue } from './dicom-fixture.ts';

export const ENHANCED_MR = '1.2.840.10008.5.1.4.1.1.4.1';
export const LEGACY_CONVERTED_MR = '1.2.840.10008.5.1.4.1.1.4.4';

/** An Enhanced MR Image object: frames of 4 x 6 pixels that count up, each from 100 times its number. */
export interface EnhancedFixture extends DicomFixture {
  /** Functional groups of all frames. */
  readonly shared?: FixtureItem;
  /** Functional groups of each frame, whose number is that of the frames. */
  readonly perFrame: readonly FixtureItem[];
  /** Whether sequences and items end by delimiters. */
  readonly undefinedLength?: boolean;
  readonly sopClass?: string;
}

const list = (values: readonly number[]): string => values.join('\\');

/** The functional groups that are read, each as a sequence of one item with these attributes. */
export const groups = (undefinedLength = false) => {
  const one = (item: FixtureItem): FixtureValue => ['SQ', { items: [item], undefinedLength }];
  return {
    pixelMeasures: (spacing: readonly number[], thickness = 4, between?: number): FixtureItem => ({
      '00289110': one({
        '00280030': ['DS', list(spacing)],
        '00180050': ['DS', `${thickness}`],
        '00180088': between === undefined ? undefined : ['DS', `${between}`],
      }),
    }),
    position: (position: readonly number[]): FixtureItem => ({
      '00209113': one({ '00200032': ['DS', list(position)] }),
    }),
    orientation: (directions: readonly number[]): FixtureItem => ({
      '00209116': one({ '00200037': ['DS', list(directions)] }),
    }),
    content: (stack: string, place: number, acquired?: string, temporal?: number): FixtureItem => ({
      '00209111': one({
        '00189074': acquired === undefined ? undefined : ['DT', acquired],
        '00209056': ['SH', stack],
        '00209057': ['UL', [place]],
        '00209128': temporal === undefined ? undefined : ['UL', [temporal]],
      }),
    }),
    values: (slope: string, intercept: string): FixtureItem => ({
      '00289145': one({ '00281052': ['DS', intercept], '00281053': ['DS', slope] }),
    }),
    frameType: (...words: readonly string[]): FixtureItem => ({
      '00189226': one({ '00089007': ['CS', words.join('\\')] }),
    }),
    timing: (repetitionMs: number): FixtureItem => ({ '00189112': one({ '00180080': ['DS', `${repetitionMs}`] }) }),
    echo: (echoMs: number): FixtureItem => ({ '00189114': one({ '00189082': ['FD', [echoMs]] }) }),
    inversion: (...timesMs: readonly number[]): FixtureItem => ({
      '00189115': one({
        '00189009': ['CS', timesMs.length > 0 ? 'YES' : 'NO'],
        '00189079': timesMs.length > 0 ? ['FD', timesMs] : undefined,
      }),
    }),
    diffusion: (bValue: number): FixtureItem => ({ '00189117': one({ '00189087': ['FD', [bValue]] }) }),
    anatomy: (meaning: string): FixtureItem => ({
      '00209071': one({ '00082218': one({ '00080104': ['LO', meaning] }) }),
    }),
    unassignedShared: (item: FixtureItem): FixtureItem => ({ '00209170': one(item) }),
    unassigned: (item: FixtureItem): FixtureItem => ({ '00209171': one(item) }),
  };
};

/** The fixture of a file that an enhanced object is. */
export const enhancedAsFile = (o: EnhancedFixture): DicomFixture => {
  const { shared, perFrame, undefinedLength = false, sopClass = ENHANCED_MR, rows = 4, columns = 6 } = o;
  const size = rows * columns;
  const pixels = Array.from({ length: perFrame.length * size }, (_, i) => 100 * Math.floor(i / size) + (i % size));
  return {
    pixels,
    ...o,
    set: {
      '00080016': ['UI', sopClass],
      '00180088': undefined,
      '00200032': undefined,
      '00200037': undefined,
      '00280008': ['IS', `${perFrame.length}`],
      '00280030': undefined,
      '52009229': shared && ['SQ', { items: [shared], undefinedLength }],
      '52009230': ['SQ', { items: perFrame, undefinedLength }],
      ...o.set,
    },
  };
};

/** The bytes of an enhanced object. */
export const enhancedFixture = (o: EnhancedFixture): Uint8Array<ArrayBuffer> => dicomFixture(enhancedAsFile(o));
