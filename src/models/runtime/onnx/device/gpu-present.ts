import { readdirSync } from 'node:fs';

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/**
 * Whether a GPU may be present, from device files alone, so that a machine without one starts without trying providers.
 * @param list  returns the names in a folder; none if unreadable
 */
export const gpuPresent = (platform: NodeJS.Platform = process.platform, list = entriesOf): boolean => {
  if (platform !== 'linux') return platform === 'darwin' || platform === 'win32';
  const nodes = list('/dev');
  return nodes.includes('nvidia0') || nodes.includes('dxg') || list('/dev/dri').some((name) => /^renderD/.test(name));
};
