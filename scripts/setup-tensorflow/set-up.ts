import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addTfjsNode, compileAddOn } from './add-on.ts';
import { describeEdition, type Edition, editionOf, sameEdition, wheelProject } from './edition.ts';
import { machineUnfit } from './errors.ts';
import { type Machine, missingFrom, probeMachine } from './machine.ts';
import { runTool } from './run-tool.ts';
import { addCuda, addTensorflow } from './wheels.ts';

export interface SetUpOptions {
  /** Folder with package.json and node_modules. */
  readonly root: string;
  readonly gpu: boolean;
  /** Make it anew although it is there. */
  readonly force: boolean;
  readonly say: (line: string) => void;
}

const REGISTER = fileURLToPath(new URL('./register.mjs', import.meta.url));
const SELF_CHECK = fileURLToPath(new URL('./self-check.mjs', import.meta.url));

/** npm leaves names with a dot alone, save that `npm ci` empties node_modules altogether. */
export const tensorflowFolder = (root: string): string => join(root, 'node_modules/.spinestream/tensorflow');

const scaffoldOf = (folder: string): string => `${folder}-unfinished`;

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const editionIn = (folder: string): Edition | undefined => {
  const file = join(folder, 'setup.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

/** Computes a few known numbers in another process. @throws SETUP_TOOL_FAILED */
const checkItself = (folder: string): void =>
  runTool({
    program: process.execPath,
    args: [SELF_CHECK, folder],
    purpose: 'compute with the TensorFlow that was set up',
    advice: 'run the script with --force; if it stays, this machine cannot run the libraries of the wheel',
  });

const build = async (folder: string, machine: Machine, o: SetUpOptions & { edition: Edition }): Promise<void> => {
  const { edition, say } = o;
  const [project, python] = [wheelProject({ ...machine, gpu: edition.gpu }), machine.python];
  if (project === undefined || python === undefined) throw machineUnfit(missingFrom(machine, edition.gpu));

  say(`1/4 libraries and headers out of the wheel ${project} ${edition.tensorflow}, by pip`);
  await addTensorflow(folder, { python, requirement: `${project}==${edition.tensorflow}` });
  if (edition.gpu) say('    CUDA out of the wheels that it names: several gigabytes');
  if (edition.gpu) await addCuda(folder, python);

  say(`2/4 @tensorflow/tfjs-node ${edition.tfjs}, by npm`);
  addTfjsNode(folder, edition.tfjs);

  say('3/4 its add-on, compiled by node-gyp');
  compileAddOn(folder, machine.nodeFolder);

  copyFileSync(REGISTER, join(folder, 'register.mjs'));
  writeFileSync(join(folder, 'setup.json'), `${JSON.stringify(edition, undefined, 2)}\n`);
  rmSync(join(folder, 'build'), { recursive: true });
};

/**
 * Gives tfjs a TensorFlow backend, in `node_modules/.spinestream/tensorflow`; does nothing but check it when it is there.
 * Built beside its final place and moved there when it has computed: a run cut short leaves what was there before.
 * @throws SETUP_MACHINE_UNFIT, SETUP_TOOL_FAILED, SETUP_WHEEL_LACKS, SETUP_DOWNLOAD_LACKS
 */
export const setUpTensorflow = async (o: SetUpOptions): Promise<void> => {
  const machine = probeMachine(o.root);
  const folder = tensorflowFolder(o.root);
  const edition = editionOf({ tfjs: machine.tfjs ?? 'none', gpu: o.gpu });
  const present = editionIn(folder);
  if (!o.force && present !== undefined && sameEdition(present, edition)) {
    o.say(`${describeEdition(present)} is already there`);
    return checkItself(folder);
  }
  const missing = missingFrom(machine, o.gpu);
  if (missing.length > 0) throw machineUnfit(missing);

  o.say(`${describeEdition(edition)}, into ${folder}`);
  const scaffold = scaffoldOf(folder);
  remove(scaffold);
  mkdirSync(scaffold, { recursive: true });
  try {
    await build(scaffold, machine, { ...o, edition });
    o.say('4/4 a matrix product and gradient steps');
    checkItself(scaffold);
    remove(folder);
    renameSync(scaffold, folder);
  } finally {
    remove(scaffold);
  }
};

/** Undoes the set-up. */
export const removeTensorflow = (root: string): void => {
  const folder = tensorflowFolder(root);
  remove(folder);
  remove(scaffoldOf(folder));
};
