import type { Field } from '../instrument/fieldRules.js';
import { fieldPlaces } from '../instrument/instrumentKernel.js';

export const OPTION_FIELDS = {
  forwardUsd: { rule: 'positive' },
  strikeUsd: { rule: 'positive' },
  tauYears: { rule: 'life' },
  vol: { rule: 'positive' },
  ratePer1: { rule: 'finite', unless: 0 },
  isPut: { rule: 'flag', unless: 0 },
  isInverse: { rule: 'flag', unless: 0 },
  /** How long before the expiry the settlement price begins to be averaged; 0 when it is not. */
  averagingSeconds: { rule: 'notNegative', unless: 0 },
  /** Mean of the settlement index so far; needed once the averaging has begun. */
  averagedUsd: { rule: 'notNegative', unless: 0 },
} as const satisfies Readonly<Record<string, Field>>;

export type OptionField = keyof typeof OPTION_FIELDS;

export const OPTION_FIELD_NAMES = Object.keys(OPTION_FIELDS) as OptionField[];

/** Where each field stands in a row. */
export const FIELD_AT = fieldPlaces(OPTION_FIELD_NAMES);
