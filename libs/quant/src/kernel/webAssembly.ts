/* The part of WebAssembly that the kernels use. TypeScript declares it with the browser's types alone. */

export interface KernelMemory {
  readonly buffer: SharedArrayBuffer;
  /** Adds pages of 64 KiB and returns how many there were. Atomic over threads. */
  grow(pages: number): number;
}

export interface KernelModule {
  readonly __brand?: 'compiled';
}

interface WebAssemblyHere {
  readonly Module: new (bytes: Uint8Array) => KernelModule;
  readonly Instance: new (module: KernelModule, imports: object) => { readonly exports: object };
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => KernelMemory;
}

const { Module, Instance, Memory } = (globalThis as unknown as { WebAssembly: WebAssemblyHere }).WebAssembly;

/** A wasm32 memory has at most 65,536 pages, 4 GiB. Only touched pages take memory. */
export const MEMORY_PAGES_MAX = 65_536;

export const MEMORY_PAGE_BYTES = 65_536;

export function compileModule(base64: string): KernelModule {
  return new Module(Buffer.from(base64, 'base64'));
}

export function createMemory(pages: number): KernelMemory {
  return new Memory({ initial: pages, maximum: MEMORY_PAGES_MAX, shared: true });
}

export function instantiate(module: KernelModule, imports: object): object {
  return new Instance(module, imports).exports;
}
