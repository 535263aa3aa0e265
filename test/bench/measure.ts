/** One run: seconds of this process's processor (all its threads) and of the clock. */
export interface Timing {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

export interface Timed<R> extends Timing {
  readonly result: R;
}

export async function timed<R>(work: () => Promise<R> | R): Promise<Timed<R>> {
  collectGarbage();
  const cpu = process.cpuUsage();
  const wallMs = performance.now();
  const result = await work();
  return { result, ...since(cpu, wallMs) };
}

export function since(cpu: NodeJS.CpuUsage, wallMs: number): Timing {
  const { user, system } = process.cpuUsage(cpu);
  return { cpuSeconds: (user + system) / 1e6, wallSeconds: (performance.now() - wallMs) / 1e3 };
}

/** The garbage of one contender must not be collected on the time of the next. Needs node --expose-gc. */
export function collectGarbage(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the others lies; of the sorted values, the nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN;
}

/** Columns padded to their widest cell; the first is left, the others right. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

export function figure(value: number, digits = 2): string {
  return Number.isFinite(value)
    ? value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    : '–';
}
