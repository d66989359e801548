import { LOCATIONS, type Location, MISSING_LABEL, SEVERITIES } from '../domain/vocabulary.ts';
import type { ScoreRow } from '../evaluation/index.ts';
import { csvRows } from '../streams/csv-table.ts';
import { csvValueUnexpected } from '../streams/errors.ts';
