/** The release whose C API the add-on of tfjs-node 4.22 was compiled and tested against. */
const TENSORFLOW_VERSION = '2.21.0';

/** Raise it when the files in the folder change their places, so that folders of before are made anew. */
const LAYOUT = 1;

/** What a finished folder says about itself, in `setup.json`. */
export interface Edition {
  readonly layout: number;
  readonly tensorflow: string;
  /** Version of `@tensorflow/tfjs-core`, and so of the tfjs-node that was compiled. */
  readonly tfjs: string;
  readonly gpu: boolean;
}

export const editionOf = (o: { tfjs: string; gpu: boolean }): Edition => ({
  layout: LAYOUT,
  tensorflow: TENSORFLOW_VERSION,
  tfjs: o.tfjs,
  gpu: o.gpu,
});

export const sameEdition = (a: Edition, b: Edition): boolean =>
  a.layout === b.layout && a.tensorflow === b.tensorflow && a.tfjs === b.tfjs && a.gpu === b.gpu;

export const describeEdition = ({ tensorflow, tfjs, gpu }: Edition): string =>
  `TensorFlow ${tensorflow} (${gpu ? 'CUDA' : 'CPU'}) for @tensorflow/tfjs-node ${tfjs}`;

const PROJECTS: Readonly<Record<string, string>> = {
  'linux x64 cpu': 'tensorflow-cpu',
  'linux x64 gpu': 'tensorflow',
  // Built without CUDA; there is no tensorflow-cpu for it.
  'linux arm64 cpu': 'tensorflow',
};

/** The PyPI project whose wheel holds the libraries, or undefined where no wheel ships them in a usable form. */
export const wheelProject = (o: { platform: string; arch: string; gpu: boolean }): string | undefined =>
  PROJECTS[`${o.platform} ${o.arch} ${o.gpu ? 'gpu' : 'cpu'}`];
