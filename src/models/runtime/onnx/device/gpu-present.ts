import { readdirSync } from 'node:fs';

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/**
 * Whether a GPU may be here, from device files alone: a machine without one starts as if no provider but the CPU existed.
 * @param list  names in a folder, none where it cannot be read
 */
export const gpuPresent = (platform: NodeJS.Platform = process.platform, list = entriesOf): boolean => {
  if (platform !== 'linux') return platform === 'darwin' || platform === 'win32';
  const nodes = list('/dev');
  return nodes.includes('nvidia0') || nodes.includes('dxg') || list('/dev/dri').some((name) => /^renderD/.test(name));
};
