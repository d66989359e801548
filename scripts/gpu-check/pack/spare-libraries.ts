import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Libraries that a bare machine may lack: those of Node and ONNX Runtime, the Vulkan loader, and those that NVIDIA's
 * Vulkan driver is linked to.
 */
const SPARE = [
  'libstdc++.so.6',
  'libgcc_s.so.1',
  'libvulkan.so.1',
  'libGLdispatch.so.0',
  'libEGL.so.1',
  'libX11.so.6',
  'libXext.so.6',
  'libxcb.so.1',
  'libXau.so.6',
  'libXdmcp.so.6',
  'libbsd.so.0',
  'libmd.so.0',
];

/** Copies those that this machine has, and returns the names of the others. */
export const copySpareLibraries = (into: string): readonly string[] => {
  mkdirSync(into, { recursive: true });
  const cache = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  const found = new Map(
    [...cache.matchAll(/^\s*(\S+) \(.*x86-64.*\) => (\S+)$/gm)].map(([, name, path]) => [name, path]),
  );
  return SPARE.filter((name) => {
    const path = found.get(name);
    if (path !== undefined) copyFileSync(path, join(into, name));
    return path === undefined;
  });
};
