import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The greatest resident size in bytes of this process since this was last asked (Linux), or since the process began.
 * `maxRSS` is only the second choice: a child process inherits that of the process that started it.
 */
export const peakRssBytes = (): number => {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    writeFileSync('/proc/self/clear_refs', '5'); // resets the peak, see proc(5)
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
};
