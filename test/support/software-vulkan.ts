import { existsSync } from 'node:fs';

/** Where Debian's Chromium keeps SwiftShader, a Vulkan driver that computes on the CPU. */
const CHROMIUM = '/usr/lib/chromium/vk_swiftshader_icd.json';
const LOADERS = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1'];

/** The manifest of a software Vulkan driver that Dawn accepts, or why there is none. (Mesa 22's lavapipe lacks a feature.) */
export const softwareVulkan = (): { readonly driver: string } | { readonly absent: string } => {
  const driver = process.env.SPINESTREAM_VULKAN_DRIVER ?? CHROMIUM;
  if (!existsSync(driver)) return { absent: 'no software Vulkan driver (apt-get install chromium libvulkan1)' };
  if (!LOADERS.some((loader) => existsSync(loader))) return { absent: 'no Vulkan loader (apt-get install libvulkan1)' };
  return { driver };
};
