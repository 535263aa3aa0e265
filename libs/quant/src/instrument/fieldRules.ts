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

/** Code of the reason why the field can't hold the value; 0 when it can. */
export function brokenRule(rule: FieldRule, value: number): number {
  if (!Number.isFinite(value)) return REASON_CODE.notFinite;
  switch (rule) {
    case 'finite':
      return REASON_CODE.valued;
    case 'positive':
      return value > 0 ? REASON_CODE.valued : REASON_CODE.notPositive;
    case 'notNegative':
      return value >= 0 ? REASON_CODE.valued : REASON_CODE.negative;
    case 'life':
      return value > 0 ? REASON_CODE.valued : REASON_CODE.expired;
    case 'share':
      return value < 0 ? REASON_CODE.negative : value <= 1 ? REASON_CODE.valued : REASON_CODE.outOfRange;
    case 'flag':
      return value === 0 || value === 1 ? REASON_CODE.valued : REASON_CODE.notAChoice;
    case 'choice':
      return value === 0 || value === 1 || value === 2 ? REASON_CODE.valued : REASON_CODE.notAChoice;
    case 'permissions':
      return Number.isInteger(value) && value >= 0 && value < 1 << 14 ? REASON_CODE.valued : REASON_CODE.notAChoice;
  }
}
