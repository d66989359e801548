/** The address of servers that only this machine may use. */
export const LOOPBACK = '127.0.0.1';

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Whether a host name or address is that of this machine. */
export const isLoopback = (host: string): boolean => LOOPBACK_HOST.test(host);

const HIGHEST_PORT = 65_535;

/** Whether a number is a port to listen at; 0 picks a free one. */
export const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT;

/**
 * Whether a request with this `Host` is meant for a server on the loopback address. Protects against DNS rebinding: a
 * foreign page whose name resolves to this machine sends that name.
 */
export const isForLoopback = (host: string | undefined, port: number): boolean =>
  host === `${LOOPBACK}:${port}` || host === `localhost:${port}`;
