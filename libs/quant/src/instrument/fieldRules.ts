/** Why a row has no value, by the code that columns carry. `valued` is 0. */
export const INSTRUMENT_REASONS = [
  'valued',
  'notFinite',
  'notPositive',
  'negative',
  'expired',
  'notAChoice',
  'invertedRange',
  'hookReturnsDelta',
  'outOfRange',
] as const;

export type InstrumentReason = (typeof INSTRUMENT_REASONS)[number];

/** The code of each reason. */
export const REASON_CODE = Object.fromEntries(INSTRUMENT_REASONS.map((reason, code) => [reason, code])) as Readonly<
  Record<InstrumentReason, number>
>;

/**
 * What a field may hold. `life` is a time to expiry, which has come when it isn't above 0; `flag` is 0 or 1; `choice`
 * is 0, 1 or 2. Flags and choices are the only fields that fit a byte.
 */
export type FieldRule = 'finite' | 'positive' | 'notNegative' | 'life' | 'share' | 'flag' | 'choice' | 'permissions';

export interface Field {
  readonly rule: FieldRule;
  /** Stands for a column that is left out. Without it the column has to be there. */
  readonly unless?: number;
}

/** What is expected of a field, in words. */
export const EXPECTED_OF: Readonly<Record<FieldRule, string>> = {
  finite: 'a finite number',
  positive: 'a number above 0',
  notNegative: 'a number of at least 0',
  life: 'a time to expiry above 0 years',
  share: 'a fraction between 0 and 1',
  flag: '0 or 1',
  choice: '0, 1 or 2',
  permissions: 'the 14 permission bits of a hook, 0 to 16383',
};

/** The rules by number, since a switch on them runs for every field of every row. */
const RULES = Object.keys(EXPECTED_OF) as FieldRule[];
const [FINITE, POSITIVE, NOT_NEGATIVE, LIFE, SHARE, FLAG, CHOICE] = RULES.keys();

/** The fields of a kernel, laid out for a loop over rows. */
export interface FieldTable {
  readonly rules: Uint8Array;
  /** NaN where there is none. */
  readonly defaults: Float64Array;
}

export function fieldTable(fields: readonly Field[]): FieldTable {
  return {
    rules: Uint8Array.from(fields, ({ rule }) => RULES.indexOf(rule)),
    defaults: Float64Array.from(fields, ({ unless }) => unless ?? Number.NaN),
  };
}

/** Code of the reason why a field of the rule can't hold the value; 0 when it can. */
export function brokenRule(rule: number, value: number): number {
  if (!Number.isFinite(value)) return REASON_CODE.notFinite;
  switch (rule) {
    case FINITE:
      return REASON_CODE.valued;
    case POSITIVE:
      return value > 0 ? REASON_CODE.valued : REASON_CODE.notPositive;
    case NOT_NEGATIVE:
      return value >= 0 ? REASON_CODE.valued : REASON_CODE.negative;
    case LIFE:
      return value > 0 ? REASON_CODE.valued : REASON_CODE.expired;
    case SHARE:
      return value < 0 ? REASON_CODE.negative : value <= 1 ? REASON_CODE.valued : REASON_CODE.outOfRange;
    case FLAG:
      return value === 0 || value === 1 ? REASON_CODE.valued : REASON_CODE.notAChoice;
    case CHOICE:
      return value === 0 || value === 1 || value === 2 ? REASON_CODE.valued : REASON_CODE.notAChoice;
    default:
      return Number.isInteger(value) && value >= 0 && value < 1 << 14 ? REASON_CODE.valued : REASON_CODE.notAChoice;
  }
}
