import { messageOf } from '../../domain/text/message-of.ts';

/** The first line of an error's message: packages append their own advice. */
export const firstLineOf = (error: unknown): string => messageOf(error).split('\n')[0]!.trim();
