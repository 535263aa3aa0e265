// The few functions of viem that are used here. Declared by hand because viem is installed in this folder alone, on
// demand, and the type check of the whole repository must not depend on that.
declare module 'viem' {
  type Hex = `0x${string}`;
  type Abi = readonly { readonly type: string; readonly name?: string }[];
  interface CallParameters {
    readonly abi: Abi;
    readonly functionName: string;
  }
  export function encodeFunctionData(parameters: CallParameters & { readonly args: readonly unknown[] }): Hex;
  export function decodeFunctionResult(parameters: CallParameters & { readonly data: Hex }): unknown;
  export function encodeDeployData(parameters: {
    readonly abi: Abi;
    readonly bytecode: Hex;
    readonly args: readonly unknown[];
  }): Hex;
  export function decodeErrorResult(parameters: { readonly abi: Abi; readonly data: Hex }): {
    readonly errorName: string;
  };
  export function decodeEventLog(parameters: {
    readonly abi: Abi;
    readonly data: Hex;
    readonly topics: readonly Hex[];
    readonly strict?: boolean;
  }): { readonly eventName: string; readonly args: Record<string, unknown> };
}
