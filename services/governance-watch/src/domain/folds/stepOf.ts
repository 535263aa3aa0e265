/** The step that an event was decided in; 0 for one that no step decided. */
export function stepOf(causationId: string): number {
  const match = /^step\/([0-9]+)$/.exec(causationId);
  return match === null ? 0 : Number(match[1]);
}
