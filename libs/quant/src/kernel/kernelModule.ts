import { FUSED_KERNEL, PLAIN_KERNEL } from './kernelBytes.gen.js';
import { compileModule, createMemory, instantiate } from './webAssembly.js';
import type { KernelMemory, KernelModule } from './webAssembly.js';

/**
 * `plain` gives the same bits on every CPU, those of the TypeScript twin: what enters the log is priced by it. `fused`
 * rounds once in a multiply-add and is faster by half; its last bits depend on the CPU.
 */
export type KernelVariant = 'plain' | 'fused';

/** What a kernel instance can do; addresses are bytes in the memory it was made with. */
export interface KernelExports {
  black76(table: number, fromBlock: number, toBlock: number, flags: number, scratch: number): void;
  impliedVolatility(table: number, fromBlock: number, toBlock: number, scratch: number): void;
  scenarioGrid(
    table: number,
    fromBlock: number,
    toBlock: number,
    spotFactors: number,
    spotLogs: number,
    spots: number,
    volFactors: number,
    vols: number,
    cells: number,
    scratch: number,
  ): void;
  groupSums(
    groups: number,
    count: number,
    starts: number,
    quantities: number,
    indexes: number,
    rows: number,
    sums: number,
  ): void;
  multipliesAndAddsFused(base: number, minus: number): number;
}

/** WebAssembly pages of 64 KiB that the module keeps its constants in; columns begin behind them. */
export const KERNEL_PAGES = 1;

const compiled = new Map<KernelVariant, KernelModule>();

/** The compiled module of a variant; compiled once a process. */
export function kernelModule(variant: KernelVariant): KernelModule {
  const known = compiled.get(variant);
  if (known !== undefined) return known;
  const module = compileModule(variant === 'fused' ? FUSED_KERNEL : PLAIN_KERNEL);
  compiled.set(variant, module);
  return module;
}

/** A kernel over a shared memory of at least {@link KERNEL_PAGES} pages. Several may work in one memory at a time. */
export function instantiateKernel(variant: KernelVariant, memory: KernelMemory): KernelExports {
  const abort = (): never => {
    throw new Error('Expected the kernel not to trap, it did.');
  };
  return instantiate(kernelModule(variant), { env: { memory, abort } }) as KernelExports;
}

let fastest: KernelVariant | undefined;

/** `fused` where this CPU and this Node have a multiply-add that rounds once, `plain` elsewhere. */
export function fastestVariant(): KernelVariant {
  fastest ??= fusesHere() ? 'fused' : 'plain';
  return fastest;
}

function fusesHere(): boolean {
  try {
    const memory = createMemory(KERNEL_PAGES);
    // (1 + 2^-30)^2 - (1 + 2^-29) is exactly 2^-60, unless the square was rounded first.
    return instantiateKernel('fused', memory).multipliesAndAddsFused(1 + 2 ** -30, -(1 + 2 ** -29)) === 2 ** -60;
  } catch {
    // A Node without relaxed SIMD refuses the module.
    return false;
  }
}
