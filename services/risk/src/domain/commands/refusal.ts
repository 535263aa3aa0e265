import type { CommandDecision, RefusalCode } from '@gimbal/projection';

export type Refusal = Extract<CommandDecision, { kind: 'refused' }>;

/** A value, or why the command is refused. */
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** `field` is named as the proto names it. */
export function refusal(code: RefusalCode, field: string, message: string): Refusal {
  return { kind: 'refused', code, field, message };
}

export function invalid(field: string, message: string): Refusal {
  return refusal('INVALID_ARGUMENT', field, message);
}

export function checked<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function refused<T>(found: Refusal): Checked<T> {
  return { ok: false, refusal: found };
}
