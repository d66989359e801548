import { main as asc } from 'assemblyscript/asc';

const SOURCE = 'src/imaging/kernels/assembly/index.ts';
const FLAGS = ['--enable', 'simd', '--runtime', 'stub', '--noAssert', '-O3', '--converge', '--use', 'abort='];

/** The text of src/imaging/kernels/kernels-wasm.ts; run in the repository's root. */
export const compiledKernels = async (): Promise<string> => {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc([SOURCE, ...FLAGS, '--outFile', 'kernels.wasm'], {
    writeFile: (_name, contents) => {
      wasm = Buffer.from(contents);
    },
  });
  if (error !== null || wasm === undefined) throw new Error(`AssemblyScript: ${error?.message}\n${stderr}`);
  return `// Made by \`npm run generate\` from assembly/index.ts.
/** A WebAssembly module in base64. */
export const KERNELS_WASM =
  '${Buffer.from(wasm).toString('base64')}';
`;
};
