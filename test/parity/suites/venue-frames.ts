import { frameFiles } from '../venueFrames/frameFile.ts';
import { canUnwrap, type Passed, passFrames } from '../venueFrames/passFrames.ts';
import { frameTable } from '../venueFrames/frameTable.ts';
import { venueOfFile, venueOfMessages } from '../venueFrames/venueOfFile.ts';
import { ParityInputError, type ParityOutcome, type ParitySuite } from '../paritySuite.ts';

/** Passes recorded messages of venues through their sessions: none of a listed kind may be refused, and every number has to be theirs. */
const venueFrames: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    if (paths.length === 0) throw new ParityInputError('Expected a folder of recorded messages, was none.');
    const passed: Passed[] = [];
    const others = new Map<string, number>();
    const unreadable: string[] = [];
    let left = 0;
    for await (const file of frameFiles(paths)) {
      const named = venueOfFile(file.path);
      if (file.kind !== 'texts') {
        const isOfVenue = file.kind === 'no json' && named !== undefined && canUnwrap(named.venue);
        const isUnreadable = file.kind === 'unreadable' || isOfVenue;
        print(`${isUnreadable ? 'unreadable' : 'not frames'}: ${file.path}: ${file.why}`);
        if (isUnreadable) unreadable.push(file.path);
        continue;
      }
      const venue = named?.venue ?? venueOfMessages(file.texts.map(({ text }) => text));
      if (venue === undefined) print(`not frames: ${file.path}: of no venue that it names`);
      else if (!canUnwrap(venue)) others.set(venue, (others.get(venue) ?? 0) + file.texts.length);
      else {
        const result = passFrames(venue, file.path, file.texts);
        passed.push(...result.passed);
        left += result.left.length;
        for (const { where, why } of result.left) print(`not frames: ${where}: ${why}`);
      }
    }
    for (const [venue, count] of [...others].sort(([one], [other]) => (one < other ? -1 : 1)))
      print(`unsupported venue: ${venue}, ${count} messages`);
    return outcomeOf(passed, unreadable, left, print);
  },
};

export default venueFrames;

function outcomeOf(
  passed: readonly Passed[],
  unreadable: readonly string[],
  left: number,
  print: (line: string) => void,
): ParityOutcome {
  for (const line of frameTable(passed)) print(line);
  for (const { where, venue, kind, assumed } of passed)
    if (assumed !== '') print(`assumed: ${where}: ${venue} ${kind}: ${assumed}`);
  const refused = passed.filter(({ outcome }) => outcome === 'refused');
  for (const { where, venue, kind, detail } of refused) print(`refused: ${where}: ${venue} ${kind}: ${detail}`);
  const differing = passed.filter(({ check }) => check.mismatches.length > 0);
  for (const { where, kind, check } of differing)
    print(`differs: ${where}: ${kind}: ${check.mismatches.slice(0, 6).join(', ')}`);
  const listed = passed.filter(({ outcome }) => outcome !== 'unsupported');
  if (listed.length === 0) print('none: no message of a venue that is read');
  const numbers = passed.reduce((sum, { check }) => sum + check.numbers, 0);
  const wrong = passed.reduce((sum, { check }) => sum + check.mismatches.length, 0);
  print(
    `${numbers} numbers of facts looked for in their messages, ${wrong} not found; ${unreadable.length} files unreadable, ${left} texts no messages`,
  );
  const worst = refused[0] ?? differing[0];
  return {
    matched: listed.length - refused.length - differing.length,
    total: listed.length + unreadable.length,
    tolerance: 'no refusal',
    worst: worst === undefined ? (unreadable[0] ?? 'none') : `${worst.kind} at ${worst.where}`,
  };
}
