import { SpineError } from '../domain/spine-error.ts';

export const dashboardPortInvalid = (given: string): SpineError =>
  new SpineError({
    code: 'ARGUMENT_INVALID',
    reason: `--dashboard ${given}: expected a port from 0 (any free one) to 65535; without a port write it last, or before another option`,
  });

export const dashboardPortTaken = (port: number, cause: unknown): SpineError =>
  new SpineError({
    code: 'PORT_TAKEN',
    reason: `--dashboard ${port}: port ${port} of 127.0.0.1 cannot be used; leave the port out to take a free one`,
    cause,
  });
