import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PROVIDER_ENTRIES, type Provider } from './devices.ts';

/** Folders of onnxruntime-node's native libraries for this machine. */
const nativeFolders = (): readonly string[] => {
  const bin = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')), 'bin');
  return readdirSync(bin).map((napi) => join(bin, napi, process.platform, process.arch));
};

/** Why a provider is unavailable here, as far as files show; loads nothing. */
export const missingProvider = (
  provider: Provider,
  platform: NodeJS.Platform = process.platform,
  folders = nativeFolders,
): string | undefined => {
  const { platforms, library } = PROVIDER_ENTRIES[provider];
  if (!platforms.includes(platform)) return `ONNX Runtime has it on ${platforms.join(' and ')} only`;
  const file = library?.[platform];
  if (file === undefined || folders().some((folder) => existsSync(join(folder, file)))) return undefined;
  return `${file} is not installed; install it with "npm install --ignore-scripts=false onnxruntime-node"`;
};
