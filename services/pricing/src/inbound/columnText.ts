import { counted } from './counted.js';

/** What a packed column should hold, and what it is: its field is in the sentence, since many clients show nothing else. */
export function columnText(values: string, width: number, field: string, foundBytes: number): string {
  const found = foundBytes === 0 ? 'missing' : counted(foundBytes, 'byte');
  return `Expected ${values} of ${counted(width, 'byte')} in ${field}, was ${found}.`;
}
