import type { status } from '@grpc/grpc-js';

/** The names of gRPC's codes. Source: https://grpc.io/docs/guides/status-codes/ */
export type RpcCode = Exclude<keyof typeof status, 'OK'>;

export interface FieldViolation {
  /** As the proto names it, for example `portfolio_id`. */
  readonly field: string;
  readonly description: string;
}

export interface RpcFailureDetails {
  /** The field that is at fault; answered as a google.rpc.BadRequest with the failure's message. */
  readonly field?: string | undefined;
  /** When several fields are at fault. */
  readonly violations?: readonly FieldViolation[] | undefined;
  readonly cause?: unknown;
}

/** What a handler throws to answer with a code other than OK. The message goes to the caller as it is. */
export class RpcFailure extends Error {
  readonly violations: readonly FieldViolation[];

  constructor(
    readonly code: RpcCode,
    message: string,
    details: RpcFailureDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'RpcFailure';
    const own = details.field === undefined ? [] : [{ field: details.field, description: message }];
    this.violations = [...own, ...(details.violations ?? [])];
  }
}
