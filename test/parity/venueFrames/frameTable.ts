import type { Passed } from './passFrames.ts';

/** A line for each venue and kind: how many messages were decoded, refused, and unsupported. */
export function frameTable(passed: readonly Passed[]): readonly string[] {
  const counts = new Map<string, Record<Passed['outcome'], number>>();
  for (const { venue, kind, outcome } of passed) {
    const name = `${venue} ${kind}`;
    const row = counts.get(name) ?? { decoded: 0, refused: 0, unsupported: 0 };
    counts.set(name, { ...row, [outcome]: row[outcome] + 1 });
  }
  const width = Math.max(4, ...[...counts.keys()].map((name) => name.length));
  const line = (name: string, cells: readonly (string | number)[]): string =>
    `${name.padEnd(width)} ${cells.map((cell) => String(cell).padStart(11)).join(' ')}`;
  const rows = [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    line('kind', ['decoded', 'refused', 'unsupported']),
    ...rows.map(([name, { decoded, refused, unsupported }]) => line(name, [decoded, refused, unsupported])),
  ];
}
