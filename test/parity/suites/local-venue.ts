import { compareVenues } from '../localVenue/compareVenues.ts';
import type { ParitySuite } from '../paritySuite.ts';

const suite: ParitySuite = { run: (_paths, print) => compareVenues(process.env, print) };
export default suite;
