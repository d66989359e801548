import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Returns the peak resident size of this process in bytes since the last call (Linux), or since the process started.
 * `maxRSS` is only a fallback: a child process inherits that of its parent.
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
